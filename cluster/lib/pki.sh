# Certificates and kubeconfigs of one cluster: made anew with each cluster, gone with it.
# https://kubernetes.io/docs/setup/best-practices/certificates/
# shellcheck shell=bash disable=SC2154 # settings.sh

pki_make() {
  mkdir -p "$pki"
  chmod 0700 "$pki"
  local ca node
  for ca in ca front-proxy-ca etcd-ca; do pki_ca "$ca"; done
  openssl ecparam -name prime256v1 -genkey -noout -out "$pki/sa.key" 2>/dev/null
  openssl ec -in "$pki/sa.key" -pubout -out "$pki/sa.pub" 2>/dev/null

  pki_cert apiserver ca /CN=kube-apiserver "$(pki_apiserver_names)"
  pki_cert apiserver-kubelet-client ca /CN=kube-apiserver-kubelet-client
  pki_cert front-proxy-client front-proxy-ca /CN=front-proxy-client
  pki_cert etcd etcd-ca /CN=etcd "IP:$control_ip4,IP:127.0.0.1"
  pki_cert apiserver-etcd-client etcd-ca /CN=kube-apiserver-etcd-client
  pki_cert admin ca /O=system:masters/CN=kubernetes-admin
  pki_cert controller-manager ca /CN=system:kube-controller-manager "DNS:localhost,IP:$control_ip4"
  pki_cert scheduler ca /CN=system:kube-scheduler "DNS:localhost,IP:$control_ip4"
  pki_cert kube-proxy ca /CN=system:kube-proxy
  pki_cert multus ca /CN=yadori:multus
  for node in $(node_names); do
    pki_cert "kubelet-$node" ca "/O=system:nodes/CN=system:node:$node" \
      "DNS:$node,IP:$(node_ip4 "$node"),IP:$(node_ip6 "$node")"
    kubeconfig_make "kubelet-$node" >"$pki/kubelet-$node.kubeconfig"
  done
  local user
  for user in controller-manager scheduler kube-proxy multus; do kubeconfig_make "$user" >"$pki/$user.kubeconfig"; done
  (umask 077 && kubeconfig_make admin >"$own_kubeconfig.new" && mv "$own_kubeconfig.new" "$own_kubeconfig")
}

pki_apiserver_names() {
  local name names="IP:$control_ip4,IP:$control_ip6,IP:127.0.0.1,IP:10.96.0.1,IP:fd00:96::1,DNS:localhost"
  for name in kubernetes apiserver; do
    names+=",DNS:$name,DNS:$name.default,DNS:$name.default.svc,DNS:$name.default.svc.cluster.local"
  done
  printf '%s\n' "$names"
}

pki_ca() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=yadori-$1" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature \
    -keyout "$pki/$1.key" -out "$pki/$1.crt" 2>/dev/null
}

# pki_cert NAME CA SUBJECT [NAMES]: a key and a certificate for a client and, with NAMES, a server.
pki_cert() {
  local name=$1 ca=$2 subject=$3 names=${4:-} key=(ec -pkeyopt ec_paramgen_curve:prime256v1)
  # fabric8's client takes a key in this file format for RSA whatever it is; clients of people use this certificate.
  if [[ $name == admin ]]; then key=(rsa:2048); fi
  openssl req -new -newkey "${key[@]}" -nodes -subj "$subject" \
    -keyout "$pki/$name.key" -out "$pki/$name.csr" 2>/dev/null
  {
    echo keyUsage=critical,digitalSignature
    echo "extendedKeyUsage=clientAuth${names:+,serverAuth}"
    if [[ $names ]]; then echo "subjectAltName=$names"; fi
  } >"$pki/$name.ext"
  openssl x509 -req -in "$pki/$name.csr" -CA "$pki/$ca.crt" -CAkey "$pki/$ca.key" -CAcreateserial -days 3650 \
    -extfile "$pki/$name.ext" -out "$pki/$name.crt" 2>/dev/null
  rm "$pki/$name.csr" "$pki/$name.ext"
}

kubeconfig_make() {
  cat <<END
apiVersion: v1
kind: Config
clusters: [{name: yadori, cluster: {server: "https://$control_ip4:6443", certificate-authority-data: $(base64 -w0 "$pki/ca.crt")}}]
users: [{name: $1, user: {client-certificate-data: $(base64 -w0 "$pki/$1.crt"), client-key-data: $(base64 -w0 "$pki/$1.key")}}]
contexts: [{name: yadori, context: {cluster: yadori, user: $1}}]
current-context: yadori
END
}
