package main

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	v1 "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
)

var update = flag.Bool("update", false, "write the rules that come out as the ones that are expected")

// node is the one whose rules the cases hold.
const node = "here"

// TestGolden: each case is testdata/CASE.yaml, the objects, and testdata/CASE.nft, the rules.
func TestGolden(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range cases {
		golden := path[:len(path)-len(".yaml")] + ".nft"
		t.Run(filepath.Base(path), func(t *testing.T) {
			got := rules(t, read(t, path))
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
			check(t, got)
		})
	}
}

// check has nft read the rules, where it may: in a network namespace of its own.
func check(t *testing.T, rules string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Log("not root: nft was not asked")
		return
	}
	command := exec.Command("unshare", "--net", "nft", "-f", "-")
	command.Stdin = bytes.NewReader([]byte(rules))
	if out, err := command.CombinedOutput(); err != nil {
		t.Errorf("nft refuses the rules: %v: %s", err, out)
	}
}

func TestOrderOfObjectsDoesNotMatter(t *testing.T) {
	cluster := read(t, "testdata/selectors.yaml")
	want := rules(t, cluster)
	slices.Reverse(cluster.Policies)
	slices.Reverse(cluster.Pods)
	slices.Reverse(cluster.Namespaces)
	if got := rules(t, cluster); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestAddressOfTwoPodsIsTheNewerOnes(t *testing.T) {
	cluster := read(t, "testdata/isolated.yaml")
	want := rules(t, cluster)
	stale := cluster.Pods[0].DeepCopy()
	stale.Name = "a-stale-one"
	cluster.Pods[0].CreationTimestamp = metav1.Now()
	cluster.Pods = append(cluster.Pods, stale)
	if got := rules(t, cluster); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestSelectorThatCannotBeReadIsNamed(t *testing.T) {
	cluster := read(t, "testdata/selectors.yaml")
	cluster.Policies[0].Spec.PodSelector.MatchLabels = map[string]string{"not a label": ""}
	if _, err := Rules(node, cluster); err == nil {
		t.Error("no error")
	}
}

func rules(t *testing.T, cluster Cluster) string {
	t.Helper()
	text, err := Rules(node, cluster)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func read(t *testing.T, path string) Cluster {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	decoder := yaml.NewYAMLOrJSONDecoder(file, 4096)
	var objects struct {
		Policies   []*networking.NetworkPolicy `json:"policies"`
		Pods       []*v1.Pod                   `json:"pods"`
		Namespaces []*v1.Namespace             `json:"namespaces"`
	}
	if err := decoder.Decode(&objects); err != nil && !errors.Is(err, io.EOF) {
		t.Fatalf("%s: %v", path, err)
	}
	return Cluster(objects)
}
