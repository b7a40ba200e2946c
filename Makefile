# The project's commands. Each is safe to repeat and ends with an exit code that means what it says.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# A cluster of one's own, or the local one.
KUBECONFIG_FILE = $(or $(KUBECONFIG),$(shell cluster/kubeconfig))

.PHONY: up deploy undeploy down cluster console kubeconfig manifest chart images test it format bench help

up: cluster ## Bring up the local cluster (or use KUBECONFIG), Yadori on it and a first guest
	@etc/deploy --example

deploy: cluster ## The same without the guest
	@etc/deploy

undeploy: ## Take Yadori off the cluster again, if it has no guests
	@etc/undeploy

manifest: ## Print all of Yadori as one file to apply (YADORI_REGISTRY, YADORI_TAG, YADORI_NAMESPACE)
	@etc/render

chart: ## Make a Helm chart of the manifests and print where it is
	@etc/chart

cluster: ## Bring up the local Kubernetes alone (or use KUBECONFIG)
	@cluster/up

down: ## Take the local Kubernetes away without a trace
	@cluster/down

kubeconfig: ## Print the path of the local cluster's kubeconfig
	@cluster/kubeconfig

console: ## Open the serial console of VM=name (and NAMESPACE=name); ctrl-] leaves it
	@etc/bin/virtctl console $(if $(NAMESPACE),--namespace "$(NAMESPACE)") "$(or $(VM),$(error say which: make console VM=name))"

images: ## Build all OCI images and print the paths of their archives
	@./mvnw -B -q --no-transfer-progress -Dquick package >&2
	@images/build all

test: ## Run all tests, those on the real cluster among them
	@etc/test-all

it: ## Run the core, service and API server tests; no cluster
	@./mvnw -B --no-transfer-progress verify -Pit

format: ## Put the code into the project's format
	@./mvnw -B --no-transfer-progress -q spotless:apply

bench: ## Measure guests on the cluster that is up (bench/cluster measures the cluster itself)
	@bench/guests

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14
