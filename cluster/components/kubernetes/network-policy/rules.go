package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	v1 "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const table = "inet yadori_policy"

// longestName of a chain: the kernel cuts at 127 bytes, and a namespace and a name can be twice that.
const longestName = 120

// Cluster is what rules are made from.
type Cluster struct {
	Policies   []*networking.NetworkPolicy
	Pods       []*v1.Pod
	Namespaces []*v1.Namespace
}

// Rules is the text that makes nft replace the table of one node by what the policies say about that node's pods. Egress
// and ingress are two chains of one hook: a packet that the first accepts still meets the second. Where no pod of the
// node is selected, no table is left.
func Rules(node string, cluster Cluster) (string, error) {
	view, err := newView(cluster)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	fmt.Fprintf(&out, "add table %s\ndelete table %s\n", table, table)
	var body strings.Builder
	for _, d := range []direction{egress, ingress} {
		view.write(&body, node, d)
	}
	if body.Len() > 0 {
		fmt.Fprintf(&out, "table %s {\n%s}\n", table, body.String())
	}
	return out.String(), nil
}

// direction of traffic, seen from the pod that a policy selects.
type direction struct {
	name     string
	kind     networking.PolicyType
	own      string // the pod's side of a packet
	peer     string // the other side of it
	priority string
}

var (
	egress  = direction{"egress", networking.PolicyTypeEgress, "saddr", "daddr", "filter"}
	ingress = direction{"ingress", networking.PolicyTypeIngress, "daddr", "saddr", "filter + 1"}
)

// write adds the chains of one direction: the base chain that finds the pod, a chain a pod that goes through its
// policies, a chain a policy that says what passes.
func (v *view) write(out *strings.Builder, node string, d direction) {
	used := map[string]*policy{}
	var pods []*pod
	for _, p := range v.pods {
		policies := v.policiesOf(p, d)
		if p.node != node || len(policies) == 0 {
			continue
		}
		pods = append(pods, p)
		for _, each := range policies {
			used[each.chain(d)] = each
		}
	}
	if len(pods) == 0 {
		return
	}
	for _, name := range sortedKeys(used) {
		fmt.Fprintf(out, "\tchain %s {\n", name)
		for _, rule := range v.passing(used[name], d) {
			fmt.Fprintf(out, "\t\t%s\n", rule)
		}
		out.WriteString("\t}\n")
	}
	for _, p := range pods {
		fmt.Fprintf(out, "\tchain %s {\n", p.chain(d))
		// A pod always reaches itself, also by way of a Service.
		for _, a := range p.addresses {
			fmt.Fprintf(out, "\t\t%s %s %s accept\n", family(a), d.peer, a)
		}
		for _, each := range v.policiesOf(p, d) {
			fmt.Fprintf(out, "\t\tjump %s\n", each.chain(d))
		}
		out.WriteString("\t\tdrop\n\t}\n")
	}
	writeBase(out, pods, d)
}

// writeBase: the forward hook comes after kube-proxy's translation of Service addresses, and what a node says to its own
// pods does not come through it.
func writeBase(out *strings.Builder, pods []*pod, d direction) {
	fmt.Fprintf(out, "\tchain %s {\n\t\ttype filter hook forward priority %s; policy accept;\n", d.name, d.priority)
	out.WriteString("\t\tct state established,related accept\n")
	for _, f := range []string{"ip", "ip6"} {
		var jumps []string
		for _, p := range pods {
			for _, a := range p.addresses {
				if family(a) == f {
					jumps = append(jumps, fmt.Sprintf("%s : goto %s", a, p.chain(d)))
				}
			}
		}
		if len(jumps) > 0 {
			fmt.Fprintf(out, "\t\t%s %s vmap { %s }\n", f, d.own, strings.Join(jumps, ", "))
		}
	}
	out.WriteString("\t}\n")
}

// passing is a rule for each combination of a peer and a port that the policy lets through.
func (v *view) passing(p *policy, d direction) []string {
	var rules []string
	for _, each := range p.rules(d) {
		for _, from := range v.peers(p, each.peers, d) {
			for _, port := range v.ports(p, each.ports, d) {
				rules = append(rules, strings.Join(slices.DeleteFunc([]string{from, port, "accept"}, isEmpty), " "))
			}
		}
	}
	return rules
}

// peers are the matches of the other side; none if a rule names peers and there are none at present.
func (v *view) peers(p *policy, peers []networking.NetworkPolicyPeer, d direction) []string {
	if len(peers) == 0 {
		return []string{""}
	}
	var matches []string
	var addresses []netip.Addr
	for _, peer := range peers {
		if peer.IPBlock != nil {
			matches = append(matches, block(peer.IPBlock, d))
			continue
		}
		for _, each := range v.pods {
			if v.isPeer(p, peer, each) {
				addresses = append(addresses, each.addresses...)
			}
		}
	}
	return append(matches, sets(addresses, d.peer)...)
}

func block(b *networking.IPBlock, d direction) string {
	f := familyOf(b.CIDR)
	match := fmt.Sprintf("%s %s %s", f, d.peer, b.CIDR)
	// One by one: they may overlap, which a set would refuse.
	for _, except := range b.Except {
		match += fmt.Sprintf(" %s %s != %s", f, d.peer, except)
	}
	return match
}

// sets is a match for each family that the addresses have.
func sets(addresses []netip.Addr, side string) []string {
	var matches []string
	for _, f := range []string{"ip", "ip6"} {
		var texts []string
		for _, a := range addresses {
			if family(a) == f {
				texts = append(texts, a.String())
			}
		}
		if len(texts) > 0 {
			matches = append(matches, fmt.Sprintf("%s %s { %s }", f, side, strings.Join(unique(texts), ", ")))
		}
	}
	return matches
}

// ports are the matches of the destination's port; none if a rule names a port that no pod has at present.
func (v *view) ports(p *policy, ports []networking.NetworkPolicyPort, d direction) []string {
	if len(ports) == 0 {
		return []string{""}
	}
	var matches []string
	for _, port := range ports {
		protocol := v1.ProtocolTCP
		if port.Protocol != nil {
			protocol = *port.Protocol
		}
		l4 := strings.ToLower(string(protocol))
		switch {
		case port.Port == nil:
			matches = append(matches, "meta l4proto "+l4)
		case port.Port.StrVal != "":
			matches = append(matches, v.named(p, port.Port.StrVal, protocol, d)...)
		case port.EndPort != nil && *port.EndPort != port.Port.IntVal:
			matches = append(matches, fmt.Sprintf("%s dport %d-%d", l4, port.Port.IntVal, *port.EndPort))
		default:
			matches = append(matches, fmt.Sprintf("%s dport %d", l4, port.Port.IntVal))
		}
	}
	return matches
}

// named: what a port is called is said by the pod that traffic goes to, and each may mean another number by it.
func (v *view) named(p *policy, name string, protocol v1.Protocol, d direction) []string {
	var matches []string
	for _, f := range []string{"ip", "ip6"} {
		var ends []string
		for _, each := range v.pods {
			number, found := each.ports[portKey{name, protocol}]
			if !found || (d == ingress && !p.selects(each)) {
				continue
			}
			for _, a := range each.addresses {
				if family(a) == f {
					ends = append(ends, fmt.Sprintf("%s . %d", a, number))
				}
			}
		}
		if len(ends) > 0 {
			matches = append(matches, fmt.Sprintf("%s daddr . %s dport { %s }",
				f, strings.ToLower(string(protocol)), strings.Join(unique(ends), ", ")))
		}
	}
	return matches
}

// chain names a policy's or a pod's chain after it. One that is too long is cut, and keeps its hash.
func chain(d direction, kind string, object metav1.Object) string {
	name := fmt.Sprintf("%s-%s-%s/%s", d.name, kind, object.GetNamespace(), object.GetName())
	if len(name) <= longestName {
		return name
	}
	hash := sha256.Sum256([]byte(name))
	return name[:longestName-17] + "-" + hex.EncodeToString(hash[:8])
}

func family(a netip.Addr) string {
	if a.Is4() {
		return "ip"
	}
	return "ip6"
}

func familyOf(cidr string) string {
	if strings.Contains(cidr, ":") {
		return "ip6"
	}
	return "ip"
}

func isEmpty(s string) bool { return s == "" }

func unique(texts []string) []string {
	slices.Sort(texts)
	return slices.Compact(texts)
}
