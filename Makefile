# The project's commands. Each is safe to repeat and ends with an exit code that means what it says.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# A cluster of one's own, or the local one.
KUBECONFIG_FILE = $(or $(KUBECONFIG),$(shell cluster/kubeconfig))

.PHONY: up down cluster kubeconfig images test it format bench help

up: cluster ## Bring up the local cluster with everything that exists of Yadori
	@echo "Yadori's own components come next; so far this is the Kubernetes that they are proven on."

cluster: ## Bring up the local Kubernetes alone (or use KUBECONFIG)
	@cluster/up

down: ## Take the local Kubernetes away without a trace
	@cluster/down

kubeconfig: ## Print the path of the local cluster's kubeconfig
	@cluster/kubeconfig

images: ## Build all OCI images and print the paths of their archives
	@images/build all

test: ## Run all tests, those on the real cluster among them
	@etc/test-all

it: ## Run the core, service and API server tests; no cluster
	@./mvnw -B --no-transfer-progress verify -Pit

format: ## Put the code into the project's format
	@./mvnw -B --no-transfer-progress -q spotless:apply

bench: ## Measure the local cluster: cold and warm start, memory, image sizes
	@bench/cluster

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14
