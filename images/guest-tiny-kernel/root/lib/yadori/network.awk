# From a flattened network-config (cloud-init versions 1 and 2, OpenStack's network_data.json) to a plan, one command a
# line, that network.sh carries out. -v nics="eth0 aa:bb:… eth1 …" says what there is.

BEGIN {
  FS = "\t"
  cards = split(nics, part, " ") / 2
  for (i = 1; i <= cards; i++) {
    card[i] = part[2 * i - 1]
    by_mac[tolower(part[2 * i])] = card[i]
    exists[card[i]] = 1
  }
}

$1 == "!error" { print "unsupported", $2; next }

{
  path = $1
  sub(/^network\//, "", path)
  value[path] = $2
  known[path] = 1
  order[++count] = path
  # Every prefix of a path is known too.
  while (sub(/\/[^\/]*$/, "", path)) known[path] = 1
}

END {
  if ("ethernets" in known) version2()
  else if ("links" in known) openstack()
  else if ("config" in known) version1()
  else if (count) print "unsupported no ethernets, config or links in it"
}

function yes(path) { return tolower(value[path]) ~ /^(true|yes|on)$/ }

# The card that an entry means: by MAC address, by name, or simply the next one (names are this kernel's, eth0, eth1, …).
function find(name, mac,    found, i) {
  if (mac != "") found = by_mac[tolower(mac)]
  else if (name in exists) found = name
  else for (i = 1; i <= cards && found == ""; i++) if (!(card[i] in taken)) found = card[i]
  if (found == "") print "unsupported no card for", name, mac
  else { taken[found] = 1; print "nic", found, (name == "" ? found : name) }
  return found
}

# 255.255.255.0 or 24, as 24.
function bits(mask,    n, octet, i, sum) {
  if (mask !~ /\./) return mask
  n = split(mask, octet, ".")
  sum = 0
  for (i = 1; i <= n; i++) while (octet[i] > 0) { sum += octet[i] % 2; octet[i] = int(octet[i] / 2) }
  return sum
}

function cidr(address, mask) { return address ~ /\// ? address : address "/" (mask == "" ? (address ~ /:/ ? 64 : 24) : bits(mask)) }

function route(nic, to, mask, via) {
  if (to == "0.0.0.0" || to == "::" || to ~ /\/0$/) to = "default"
  if (to != "default" && to !~ /\//) to = to "/" (mask == "" ? (to ~ /:/ ? 128 : 32) : bits(mask))
  if (via != "") print "route", nic, to, via
}

function version2(    i, id, seen, p, nic, n) {
  for (i = 1; i <= count; i++) {
    split(order[i], part, "/")
    if (part[1] != "ethernets") {
      if (part[1] != "version" && part[1] != "renderer" && !(part[1] in seen)) print "unsupported", part[1]
      seen[part[1]] = 1
      continue
    }
    id = part[2]
    if (("eth " id) in seen) continue
    seen["eth " id] = 1
    p = "ethernets/" id
    nic = find(value[p "/match/name"] != "" ? value[p "/match/name"] : id, value[p "/match/macaddress"])
    if (nic == "") continue
    if (value[p "/mtu"] != "") print "mtu", nic, value[p "/mtu"]
    if (yes(p "/dhcp4")) print "dhcp4", nic
    if (yes(p "/dhcp6")) print "dhcp6", nic
    for (n = 0; (p "/addresses/" n) in known; n++) print "addr", nic, cidr(value[p "/addresses/" n], "")
    route(nic, "default", "", value[p "/gateway4"])
    route(nic, "default", "", value[p "/gateway6"])
    for (n = 0; (p "/routes/" n) in known; n++) route(nic, value[p "/routes/" n "/to"], "", value[p "/routes/" n "/via"])
    for (n = 0; (p "/nameservers/addresses/" n) in known; n++) print "dns", value[p "/nameservers/addresses/" n]
    for (n = 0; (p "/nameservers/search/" n) in known; n++) print "search", value[p "/nameservers/search/" n]
  }
}

function version1(    i, p, type, nic, n, s, r) {
  for (i = 0; ("config/" i) in known; i++) {
    p = "config/" i
    type = value[p "/type"]
    if (type == "nameserver") {
      if (value[p "/address"] != "") print "dns", value[p "/address"]
      for (n = 0; (p "/address/" n) in known; n++) print "dns", value[p "/address/" n]
      for (n = 0; (p "/search/" n) in known; n++) print "search", value[p "/search/" n]
      continue
    }
    if (type != "physical") { print "unsupported", "type", type; continue }
    nic = find(value[p "/name"], value[p "/mac_address"])
    if (nic == "") continue
    if (value[p "/mtu"] != "") print "mtu", nic, value[p "/mtu"]
    for (n = 0; (p "/subnets/" n) in known; n++) {
      s = p "/subnets/" n
      type = value[s "/type"]
      if (type == "dhcp" || type == "dhcp4") print "dhcp4", nic
      else if (type == "dhcp6" || type == "ipv6_dhcpv6-stateful") print "dhcp6", nic
      else if (type == "static" || type == "static6") print "addr", nic, cidr(value[s "/address"], value[s "/netmask"])
      else if (type !~ /^(manual|ipv6_slaac|ipv6_dhcpv6-stateless)$/) print "unsupported", "subnet type", type
      route(nic, "default", "", value[s "/gateway"])
      for (r = 0; (s "/routes/" r) in known; r++)
        route(nic, value[s "/routes/" r "/network"] value[s "/routes/" r "/destination"], value[s "/routes/" r "/netmask"], value[s "/routes/" r "/gateway"])
      if (value[s "/dns_nameservers"] != "") print "dns", value[s "/dns_nameservers"]
      for (r = 0; (s "/dns_nameservers/" r) in known; r++) print "dns", value[s "/dns_nameservers/" r]
      for (r = 0; (s "/dns_search/" r) in known; r++) print "search", value[s "/dns_search/" r]
    }
  }
}

function openstack(    i, p, nic, type, n) {
  for (i = 0; ("links/" i) in known; i++) {
    p = "links/" i
    nic = find(value[p "/name"], value[p "/ethernet_mac_address"])
    nic_of[value[p "/id"]] = nic
    if (nic != "" && value[p "/mtu"] != "") print "mtu", nic, value[p "/mtu"]
  }
  for (i = 0; ("networks/" i) in known; i++) {
    p = "networks/" i
    nic = nic_of[value[p "/link"]]
    type = value[p "/type"]
    if (nic == "") { print "unsupported", "no link", value[p "/link"]; continue }
    if (type == "ipv4_dhcp") print "dhcp4", nic
    else if (type ~ /^ipv6_dhcp/) print "dhcp6", nic
    else if (type == "ipv4" || type == "ipv6") print "addr", nic, cidr(value[p "/ip_address"], value[p "/netmask"])
    else if (type != "ipv6_slaac") print "unsupported", "network type", type
    route(nic, "default", "", value[p "/gateway"])
    for (n = 0; (p "/routes/" n) in known; n++)
      route(nic, value[p "/routes/" n "/network"], value[p "/routes/" n "/netmask"], value[p "/routes/" n "/gateway"])
  }
  for (i = 0; ("services/" i) in known; i++) if (value["services/" i "/type"] == "dns") print "dns", value["services/" i "/address"]
}
