// Command block-provisioner makes raw block volumes for the local cluster: a sparse file in the folder that all nodes
// share, attached to a loop device, offered as a `local` PersistentVolume. All nodes run on one kernel, so the loop
// device is one and the same everywhere and its page cache is coherent: ReadWriteMany holds without a cluster file system.
//
// See docs/decisions/0012-storage-of-the-local-cluster.md for the existing drivers that were tried first.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v10/controller"
)

const provisionerName = "yadori.dev/loop-block"

// loopBlock keeps two entries a volume in folder: NAME.img, the data, and NAME, the device node that pods are given.
type loopBlock struct {
	folder string
}

func (p *loopBlock) SupportsBlock(context.Context) bool { return true }

func (p *loopBlock) Provision(ctx context.Context, o controller.ProvisionOptions) (*v1.PersistentVolume, controller.ProvisioningState, error) {
	if mode := o.PVC.Spec.VolumeMode; mode == nil || *mode != v1.PersistentVolumeBlock {
		return nil, controller.ProvisioningFinished,
			errors.New("spec.volumeMode: this class makes raw block volumes only, set it to Block")
	}
	size := o.PVC.Spec.Resources.Requests[v1.ResourceStorage]
	if err := p.create(ctx, o.PVName, size.Value()); err != nil {
		// The steps can be repeated, so what a failed try left is picked up by the next one.
		return nil, controller.ProvisioningInBackground, err
	}
	block := v1.PersistentVolumeBlock
	return &v1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: o.PVName},
		Spec: v1.PersistentVolumeSpec{
			PersistentVolumeReclaimPolicy: *o.StorageClass.ReclaimPolicy,
			AccessModes:                   o.PVC.Spec.AccessModes,
			VolumeMode:                    &block,
			Capacity:                      v1.ResourceList{v1.ResourceStorage: size},
			PersistentVolumeSource: v1.PersistentVolumeSource{
				Local: &v1.LocalVolumeSource{Path: filepath.Join(p.folder, o.PVName)},
			},
			NodeAffinity: anyNode(),
		},
	}, controller.ProvisioningFinished, nil
}

// anyNode: the API wants an affinity on every `local` volume; this one excludes no node.
func anyNode() *v1.VolumeNodeAffinity {
	return &v1.VolumeNodeAffinity{Required: &v1.NodeSelector{NodeSelectorTerms: []v1.NodeSelectorTerm{{
		MatchExpressions: []v1.NodeSelectorRequirement{{Key: v1.LabelHostname, Operator: v1.NodeSelectorOpExists}},
	}}}}
}

func (p *loopBlock) create(ctx context.Context, name string, bytes int64) error {
	data, node := filepath.Join(p.folder, name+".img"), filepath.Join(p.folder, name)
	file, err := os.OpenFile(data, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := file.Truncate(bytes); err != nil {
		return err
	}
	device, err := attached(ctx, data)
	if err == nil && device == "" {
		device, err = losetup(ctx, "--find", "--show", data)
	}
	if err != nil {
		return err
	}
	var stat syscall.Stat_t
	if err := syscall.Stat(device, &stat); err != nil {
		return fmt.Errorf("%s: %w", device, err)
	}
	if err := os.Remove(node); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return syscall.Mknod(node, syscall.S_IFBLK|0o660, int(stat.Rdev))
}

func (p *loopBlock) Delete(ctx context.Context, pv *v1.PersistentVolume) error {
	data, node := filepath.Join(p.folder, pv.Name+".img"), filepath.Join(p.folder, pv.Name)
	device, err := attached(ctx, data)
	if err != nil {
		return err
	}
	if device != "" {
		if _, err := losetup(ctx, "--detach", device); err != nil {
			return err
		}
	}
	for _, path := range []string{node, data} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// attached is the loop device over data, or "" where there is none.
func attached(ctx context.Context, data string) (string, error) {
	if _, err := os.Stat(data); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return losetup(ctx, "--noheadings", "--output", "NAME", "--associated", data)
}

func losetup(ctx context.Context, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, "losetup", args...).CombinedOutput()
	text := strings.TrimSpace(string(out))
	if err != nil {
		return "", fmt.Errorf("losetup %s: %w: %s", strings.Join(args, " "), err, text)
	}
	return text, nil
}

func main() {
	folder := flag.String("folder", "", "folder that every node sees under this path")
	flag.Parse()
	if *folder == "" {
		klog.Fatal("--folder is required")
	}
	if err := os.MkdirAll(*folder, 0o755); err != nil {
		klog.Fatal(err)
	}
	config, err := rest.InClusterConfig()
	if err != nil {
		klog.Fatal(err)
	}
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	client := kubernetes.NewForConfigOrDie(config)
	// One replica with strategy Recreate: an election would cost a request every two seconds for nothing.
	controller.NewProvisionController(klog.FromContext(ctx), client, provisionerName, &loopBlock{*folder},
		controller.LeaderElection(false)).Run(ctx)
}
