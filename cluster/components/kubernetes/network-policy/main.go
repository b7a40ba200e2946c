// Command network-policy enforces NetworkPolicy on one node of the local cluster. It is for that cluster only: a real one
// brings its own engine. README.md beside it says what it does and what it does not.
package main

import (
	"context"
	"flag"
	"fmt"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"
)

// settle is how long changes are gathered before the rules are made anew.
const settle = 100 * time.Millisecond

// again is how long it takes until rules that nft refused are tried once more.
const again = 2 * time.Second

type enforcer struct {
	node    string
	factory informers.SharedInformerFactory
	changed chan struct{} // holds one: there is something to do, however often it was said
	applied string
}

func newEnforcer(node string, client kubernetes.Interface) (*enforcer, error) {
	e := &enforcer{
		node:    node,
		factory: informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithTransform(slim)),
		changed: make(chan struct{}, 1),
	}
	handler := cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { e.wake() },
		UpdateFunc: func(any, any) { e.wake() },
		DeleteFunc: func(any) { e.wake() },
	}
	for _, informer := range []cache.SharedIndexInformer{
		e.factory.Networking().V1().NetworkPolicies().Informer(),
		e.factory.Core().V1().Pods().Informer(),
		e.factory.Core().V1().Namespaces().Informer(),
	} {
		if _, err := informer.AddEventHandler(handler); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// slim drops what no rule is made from and what makes up most of an object.
func slim(object any) (any, error) {
	if accessor, err := meta.Accessor(object); err == nil {
		accessor.SetManagedFields(nil)
		accessor.SetAnnotations(nil)
	}
	if pod, ok := object.(*v1.Pod); ok {
		pod.Spec.Volumes = nil
		pod.Status = v1.PodStatus{Phase: pod.Status.Phase, PodIPs: pod.Status.PodIPs}
	}
	return object, nil
}

func (e *enforcer) wake() {
	select {
	case e.changed <- struct{}{}:
	default:
	}
}

// run until the context ends. The rules stay: a node whose enforcer restarts is not open in between.
func (e *enforcer) run(ctx context.Context) error {
	e.factory.Start(ctx.Done())
	for kind, synced := range e.factory.WaitForCacheSync(ctx.Done()) {
		if !synced {
			return fmt.Errorf("%s could not be listed", kind)
		}
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-e.changed:
		}
		wait := settle
		if err := e.enforce(ctx); err != nil {
			klog.ErrorS(err, "rules not applied, trying again", "node", e.node)
			wait = again
			e.wake()
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

func (e *enforcer) enforce(ctx context.Context) error {
	cluster, err := e.observe()
	if err != nil {
		return err
	}
	rules, err := Rules(e.node, cluster)
	if err != nil || rules == e.applied {
		return err
	}
	if err := apply(ctx, rules); err != nil {
		return err
	}
	e.applied = rules
	klog.InfoS("rules applied", "node", e.node, "policies", len(cluster.Policies), "bytes", len(rules))
	return nil
}

func (e *enforcer) observe() (Cluster, error) {
	policies, err := e.factory.Networking().V1().NetworkPolicies().Lister().List(labels.Everything())
	if err != nil {
		return Cluster{}, err
	}
	pods, err := e.factory.Core().V1().Pods().Lister().List(labels.Everything())
	if err != nil {
		return Cluster{}, err
	}
	namespaces, err := e.factory.Core().V1().Namespaces().Lister().List(labels.Everything())
	return Cluster{policies, pods, namespaces}, err
}

// apply replaces the table in one transaction: a packet meets the old rules or the new ones.
func apply(ctx context.Context, rules string) error {
	command := exec.CommandContext(ctx, "nft", "-f", "-")
	command.Stdin = strings.NewReader(rules)
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("nft: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return nil
}

func main() {
	node := flag.String("node", "", "name of the node this runs on")
	flag.Parse()
	if *node == "" {
		klog.Fatal("--node is required")
	}
	config, err := rest.InClusterConfig()
	if err != nil {
		klog.Fatal(err)
	}
	e, err := newEnforcer(*node, kubernetes.NewForConfigOrDie(config))
	if err != nil {
		klog.Fatal(err)
	}
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	if err := e.run(ctx); err != nil {
		klog.Fatal(err)
	}
}
