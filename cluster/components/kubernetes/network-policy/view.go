package main

import (
	"cmp"
	"fmt"
	"maps"
	"net/netip"
	"slices"

	v1 "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// view is a Cluster in a fixed order, with its selectors and addresses read.
type view struct {
	pods       []*pod
	policies   []*policy
	namespaces map[string]labels.Set
}

type pod struct {
	*v1.Pod
	node      string
	addresses []netip.Addr
	ports     map[portKey]int32
}

type portKey struct {
	name     string
	protocol v1.Protocol
}

type policy struct {
	*networking.NetworkPolicy
	pods labels.Selector
}

// rule is an ingress or an egress rule: both are peers and ports.
type rule struct {
	peers []networking.NetworkPolicyPeer
	ports []networking.NetworkPolicyPort
}

func newView(cluster Cluster) (*view, error) {
	v := &view{namespaces: map[string]labels.Set{}}
	for _, each := range cluster.Namespaces {
		v.namespaces[each.Name] = each.Labels
	}
	for _, each := range cluster.Pods {
		if p, err := newPod(each); err != nil {
			return nil, err
		} else if p != nil {
			v.pods = append(v.pods, p)
		}
	}
	for _, each := range cluster.Policies {
		selector, err := metav1.LabelSelectorAsSelector(&each.Spec.PodSelector)
		if err != nil {
			return nil, fmt.Errorf("NetworkPolicy %s/%s: spec.podSelector: %w", each.Namespace, each.Name, err)
		}
		v.policies = append(v.policies, &policy{each, selector})
	}
	v.dropStaleAddresses()
	slices.SortFunc(v.pods, func(a, b *pod) int { return byName(a, b) })
	slices.SortFunc(v.policies, func(a, b *policy) int { return byName(a, b) })
	return v, nil
}

// newPod is nil for a pod that no policy can be about: one with its node's addresses, one that has none yet, one whose
// address may be another's by now.
func newPod(of *v1.Pod) (*pod, error) {
	if of.Spec.HostNetwork || of.Status.Phase == v1.PodSucceeded || of.Status.Phase == v1.PodFailed {
		return nil, nil
	}
	p := &pod{Pod: of, node: of.Spec.NodeName, ports: map[portKey]int32{}}
	for _, each := range of.Status.PodIPs {
		address, err := netip.ParseAddr(each.IP)
		if err != nil {
			return nil, fmt.Errorf("pod %s/%s: status.podIPs: %w", of.Namespace, of.Name, err)
		}
		p.addresses = append(p.addresses, address)
	}
	for _, container := range slices.Concat(of.Spec.InitContainers, of.Spec.Containers) {
		for _, port := range container.Ports {
			if port.Name != "" {
				p.ports[portKey{port.Name, cmp.Or(port.Protocol, v1.ProtocolTCP)}] = port.ContainerPort
			}
		}
	}
	if len(p.addresses) == 0 {
		return nil, nil
	}
	return p, nil
}

// dropStaleAddresses: the address of a pod that is going may be given to a new one before the old one's status says so.
func (v *view) dropStaleAddresses() {
	slices.SortStableFunc(v.pods, func(a, b *pod) int {
		return cmp.Or(b.CreationTimestamp.Compare(a.CreationTimestamp.Time), byName(a, b))
	})
	taken := map[netip.Addr]bool{}
	for _, each := range v.pods {
		each.addresses = slices.DeleteFunc(each.addresses, func(a netip.Addr) bool {
			was := taken[a]
			taken[a] = true
			return was
		})
	}
	v.pods = slices.DeleteFunc(v.pods, func(p *pod) bool { return len(p.addresses) == 0 })
}

func (p *pod) chain(d direction) string { return chain(d, "pod", p) }

func (p *policy) chain(d direction) string { return chain(d, "policy", p) }

func (p *policy) selects(each *pod) bool {
	return p.Namespace == each.Namespace && p.pods.Matches(labels.Set(each.Labels))
}

// applies in a direction by its policyTypes, which the API server always sets; it is strict about ingress without them.
func (p *policy) applies(d direction) bool {
	types := p.Spec.PolicyTypes
	if len(types) == 0 {
		return d == ingress || len(p.Spec.Egress) > 0
	}
	return slices.Contains(types, d.kind)
}

func (p *policy) rules(d direction) []rule {
	var rules []rule
	if d == ingress {
		for _, each := range p.Spec.Ingress {
			rules = append(rules, rule{each.From, each.Ports})
		}
		return rules
	}
	for _, each := range p.Spec.Egress {
		rules = append(rules, rule{each.To, each.Ports})
	}
	return rules
}

func (v *view) policiesOf(p *pod, d direction) []*policy {
	var found []*policy
	for _, each := range v.policies {
		if each.applies(d) && each.selects(p) {
			found = append(found, each)
		}
	}
	return found
}

// isPeer: a pod selector without a namespace selector means the policy's own namespace. The API server has refused
// selectors that cannot be read.
func (v *view) isPeer(p *policy, peer networking.NetworkPolicyPeer, each *pod) bool {
	if peer.NamespaceSelector == nil {
		if each.Namespace != p.Namespace {
			return false
		}
	} else if !matches(peer.NamespaceSelector, v.namespaces[each.Namespace]) {
		return false
	}
	return peer.PodSelector == nil || matches(peer.PodSelector, each.Labels)
}

func matches(selector *metav1.LabelSelector, set labels.Set) bool {
	read, err := metav1.LabelSelectorAsSelector(selector)
	return err == nil && read.Matches(set)
}

func byName(a, b metav1.Object) int {
	return cmp.Or(cmp.Compare(a.GetNamespace(), b.GetNamespace()), cmp.Compare(a.GetName(), b.GetName()))
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
