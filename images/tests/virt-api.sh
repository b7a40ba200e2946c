# shellcheck shell=bash disable=SC1091,SC2154
source "$images/tests/java-service.sh"
service_checks POD_NAMESPACE
