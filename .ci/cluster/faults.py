"""Faults of processes and networks: two instances of Tocsin on one `tocsin broker`, or one alone."""
import glob
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from proxy import Line, Proxies
from watching import AGENCIES, HealthNotes, Load, Outbox, get

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = os.path.dirname(os.path.dirname(HERE))
TOCSIN = os.environ.get("TOCSIN", HOME + "/tocsin")
PORT = int(os.environ.get("PORT", "18090"))
KAFKA, REGISTRY = PORT + 2, PORT + 3
WORK = tempfile.mkdtemp(prefix="tocsin-faults.", dir="/tmp")
OWN = WORK + "/broker/tocsin.properties"    # of Tocsin itself at the broker of `tocsin broker`
NAMESPACE = f"tocsin-{PORT}"


def say(text):
    print("#", text, flush=True)


def wait(seconds, done):
    """Whether it is done within this many seconds."""
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True


class Process:
    """One process of Tocsin that can be started again."""

    def __init__(self, name, *arguments):
        self.name, self.arguments, self.process, self.before = name, list(arguments), None, []

    def start(self):
        with open(f"{WORK}/{self.name}.log", "ab") as log:
            self.process = subprocess.Popen(self.before + [TOCSIN] + self.arguments, stdout=log, stderr=log)
        return self

    def send(self, what):
        self.process.send_signal(what)

    def end(self, what=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.send(what)
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                say(f"{self.name} did not end within 40 s of signal {what}; killed")
                self.process.kill()
                self.process.wait()


class Instance(Process):
    def __init__(self, name, port):
        self.data, self.port, self.url = f"{WORK}/{name}", port, f"http://127.0.0.1:{port}"
        super().__init__(name, "run", "--config", config(name, self.data, port))

    def key(self):
        try:
            with open(self.data + "/console-key") as file:
                return file.read().strip()
        except OSError:
            return ""

    def ready(self):
        return get(self.url + "/health/ready", timeout=3)[0] == 200


def config(name, data, port):
    path = f"{WORK}/{name}.yaml"
    with open(path, "w") as file:
        file.write(f"""data-dir: {data}
http: {{port: {port}}}
pack: {HOME}/alert-rules/packs/qingdao
kafka: {{bootstrap.servers: "127.0.0.1:{KAFKA}", file: {OWN}}}
schema-registry: {{url: "http://127.0.0.1:{REGISTRY}/apis/ccompat/v7", file: {OWN}}}
topics: {{replication: 1}}
intake: {{signing-secret: "a-secret-of-the-faults-0123456789abcdef"}}
""")
    return path


class Cluster:
    def __init__(self):
        self.broker = Process("broker", "broker", "--data-dir", WORK + "/broker", "--kafka-port", str(KAFKA),
                              "--registry-port", str(REGISTRY))
        self.a, self.b = Instance("a", PORT), Instance("b", PORT + 1)
        self.health = self.outbox = None

    def up(self):
        """Starts what does not run, and waits until every page is green."""
        for one in (self.broker, self.a, self.b):
            if one.process is None or one.process.poll() is not None:
                one.start()
            if one is self.broker and not wait(60, lambda: os.path.exists(OWN)):
                say("the broker has not written " + OWN)
        if self.health is None:
            self.health, self.outbox = HealthNotes([self.a, self.b]), Outbox([self.a.data, self.b.data])
        if not wait(180, self.health.green):
            say(f"not green within 180 s: {self.health.colours}")

    def registry_pid(self):
        with open(WORK + "/broker/registry/registry.json") as file:
            return int(re.search(r'"pid":(\d+)', file.read()).group(1))

    def down(self):
        for one in (self.a, self.b, self.broker):
            if one.process and one.process.poll() is None:
                one.send(signal.SIGCONT)
                one.end()


class Row:
    """Measures one fault: a load before, during and after it, and what became of every report that was accepted."""

    def __init__(self, cluster, name, targets):
        self.cluster, self.name, self.at = cluster, name, None
        cluster.up()
        self.doubled_before = set(cluster.outbox.doubled(set()))
        self.load = Load(f"{name}-{random.randrange(10**6)}", targets)
        time.sleep(8)

    def begins(self):
        self.at = time.monotonic()

    def ends(self, fault, alive, note="", after=15):
        """The fault is over: prints its row."""
        end = time.monotonic()
        firsts, next_page = [], "none in 240 s"

        def answered():
            answer = self.load.post(alive)
            firsts.extend([answer] if answer[4] == 202 else [])
            return len(firsts) >= len(AGENCIES)

        if wait(240, answered):
            found = []

            def paged():
                found[:] = [self.incident(first[0], alive) for first in firsts]
                return all(one in self.cluster.outbox.incidents for one in found)

            if wait(240, paged):
                lefts = sorted(self.cluster.outbox.incidents[one] - end for one in found)
                next_page = f"{lefts[0]:.1f} s (of every desk {lefts[-1]:.1f} s)"
        time.sleep(after)
        self.load.stop()
        accepted = self.load.accepted()
        incidents = {}

        def judged():
            for answer in accepted:
                if answer[0] not in incidents:
                    found = self.incident(answer[0], alive)
                    if found:
                        incidents[answer[0]] = found
            return len(incidents) == len(accepted)

        wait(120, judged)
        pages = self.cluster.outbox.incidents
        wait(30, lambda: all(found in pages for found in incidents.values()))
        books = {}

        def balanced():
            nonlocal books
            books = get(alive.url + "/api/v1/books", alive.key())[1]
            return books.get("balanced") is True

        wait(60, balanced)
        lost = [a[0] for a in accepted if incidents.get(a[0]) not in pages]
        doubled = self.cluster.outbox.doubled(self.doubled_before)
        waits = sorted((pages[incidents[a[0]]] - a[3], a) for a in accepted if incidents.get(a[0]) in pages)
        hidden = [f"{a[0]} {waited:.0f} s" for waited, a in waits
                  if waited > 15 and not self.cluster.health.not_green_between(a[3], a[3] + 15)]
        told = self.told()
        refused = len(self.load.answers) - len(accepted)
        slowest = max(a[3] - a[2] for a in self.load.answers)
        say(f"{self.name}: accepted {len(accepted)}, not accepted {refused}"
            f" ({sorted(set((a[1], a[4]) for a in self.load.answers if a[4] != 202))}),"
            f" incidents {len(set(incidents.values()))}, without a verdict {len(accepted) - len(incidents)},"
            f" without a page {len(lost)} {lost[:5]}, slowest answer {slowest:.1f} s,"
            f" longest from 202 to page {waits[-1][0] if waits else -1:.1f} s, load average {os.getloadavg()[0]:.1f}")
        say(f"waited more than 15 s while every page was green: {hidden or 'none'}")
        for doubling in doubled[:5]:
            say(f"doubled: {doubling} in {self.cluster.outbox.lines[doubling]}")
        if books.get("balanced") is not True:
            say(f"books: {books}")
        print(f"| {fault} | `.ci/faults {self.name}` | {len(lost)} of {len(accepted)} | {len(doubled)} | {next_page},"
              f" the longest {waits[-1][0] if waits else -1:.1f} s"
              f" | {'balanced' if books.get('balanced') is True else 'not balanced'} | {told}{note} |", flush=True)

    def incident(self, report, alive):
        told = get(f"{alive.url}/api/v1/reports/{report}/verdict?agency={self.load.agencies[report]}", alive.key())[1]
        found = re.search(r"'incidentId': '([^']+)'", str(told))
        return found.group(1) if found else None

    def told(self):
        """Prints every change of colour since the fault; the first red of each page."""
        reds = {}
        for at, name, page, colour, why in list(self.cluster.health.changes):
            if at < self.at:
                continue
            say(f"{at - self.at:6.1f} s  {name} {page}: {colour}  {why[:300]}")
            if colour != "green":
                reds.setdefault((name, page), f"{name} {page} {colour} after {at - self.at:.0f} s")
        return "; ".join(reds.values()) or "all green"


def kill(c):
    row = Row(c, "kill", [c.b])
    row.begins()
    c.a.end(signal.SIGKILL)
    row.ends("kill -9 of one of two instances", c.b, after=45)


def stop(c):
    row = Row(c, "stop", [c.b])
    row.begins()
    c.a.send(signal.SIGSTOP)
    time.sleep(40)
    c.a.send(signal.SIGCONT)
    row.ends("one of two instances held for 40 s (SIGSTOP)", c.b)


def broker(c):
    row = Row(c, "broker", [c.a, c.b])
    row.begins()
    c.broker.end(signal.SIGKILL)
    time.sleep(20)
    c.broker.start()
    row.ends("kill -9 of the broker, started again after 20 s", c.b)


def registry(c):
    row = Row(c, "registry", [c.a, c.b])
    row.begins()
    os.kill(c.registry_pid(), signal.SIGKILL)
    row.ends("kill -9 of the registry", c.b, after=30)


def transaction(c):
    lib = f"{HOME}/pipeline/target/lib/*"
    row = Row(c, "transaction", [c.a, c.b])
    stranger = subprocess.Popen([java(), "-cp", lib, HERE + "/HangingProducer.java", OWN,
                                 "tocsin.reports"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if stranger.stdout.readline().strip() != b"open":
        say("the stranger could not open a transaction")
    row.begins()
    stranger.kill()
    stranger.wait()
    red = wait(30, lambda: c.health.colours.get(("b", "alerting")) == "red")
    over = wait(150, c.health.green)
    note = f"; green again {time.monotonic() - row.at:.0f} s after" if red and over else "; not green again in 150 s"
    row.ends("a stranger opens a transaction on tocsin.reports and is killed", c.b, note)


def java():
    home = os.environ.get("JAVA_HOME", "")
    return home + "/bin/java" if home else next(iter(sorted(glob.glob("/usr/lib/jvm/*25*/bin/java"))), "java")


def strange(c):
    """STRANGE records, a million if left out, STRANGE_RATE a second, seed STRANGE_SEED; needs the tests' classes."""
    count, seed = os.environ.get("STRANGE", "1000000"), os.environ.get("STRANGE_SEED", "1")
    rate = os.environ.get("STRANGE_RATE", "1000")
    target = HOME + "/pipeline/target"
    row = Row(c, "strange", [c.a, c.b])
    row.begins()
    sent = subprocess.run([java(), "-Xmx256m", "-cp", f"{target}/test-classes:{target}/tocsin.jar:{target}/lib/*",
                           "tocsin.attacks.StrangeRecords", OWN, count, seed, rate],
                          capture_output=True, text=True)
    say(f"strange records, seed {seed}: {'; '.join(sent.stdout.splitlines()) or sent.stderr[-500:]}")
    row.ends(f"{count} strange records over every topic, seed {seed}, {rate} a second at most", c.b, after=60)


def stores(c):
    row = Row(c, "stores", [c.a, c.b])
    time.sleep(5)
    row.load.stop()
    c.a.end()
    c.b.end()
    files = [path for one in (c.a, c.b) for path in glob.glob(one.data + "/state/**/*", recursive=True)
             if os.path.isfile(path) and "rocksdb" in path and os.path.getsize(path)]
    for path in files:
        with open(path, "r+b") as file:
            file.write(os.urandom(os.path.getsize(path)))
    say(f"overwrote {len(files)} files of stores")
    row.begins()
    c.a.start()
    c.b.start()
    row.ends("every file of every store overwritten while stopped", c.b)


def truncated(c, what=signal.SIGTERM, name="truncated"):
    row = Row(c, name, [c.a, c.b])
    row.begins()
    c.broker.end(what)
    cut = []
    for folder in glob.glob(WORK + "/broker/broker/tocsin.inbox-*"):
        path = sorted(glob.glob(folder + "/*.log"))[-1]
        size = os.path.getsize(path)
        if size > 300:
            os.truncate(path, size - 300)
            cut.append(f"{os.path.basename(folder)} {size}")
    say(f"cut 300 bytes from {cut}")
    c.broker.start()
    row.ends(f"the broker {'stopped' if what == signal.SIGTERM else 'killed'}, 300 bytes cut from the end of"
             f" {len(cut)} partitions of the inbox, started again", c.b, after=40)


def network(c, fault="cut"):
    c.up()
    c.a.end()
    subprocess.run(["ip", "netns", "add", NAMESPACE], check=True)
    subprocess.run(["ip", "netns", "exec", NAMESPACE, "ip", "link", "set", "lo", "up"], check=True)
    line, proxies = Line(), Proxies()
    for port in (KAFKA, REGISTRY):
        proxies.add(line, NAMESPACE, port, None)
    proxies.add(Line(), None, c.a.port, NAMESPACE)
    c.a.before = ["ip", "netns", "exec", NAMESPACE]
    for fault in ("cut", "slow"):
        row = Row(c, "network", [c.a, c.b])
        row.begins()
        if fault == "cut":
            line.cut = True
            time.sleep(20)
            line.cut = False
            row.ends("the network between one of two instances and the broker cut for 20 s", c.b)
        else:
            line.delay = 0.5
            time.sleep(45)
            line.delay = 0.0
            row.ends("500 ms each way between one of two instances and the broker, for 45 s", c.b)


def alone(name, fault, data):
    """A start that must fail: its code, its sentence."""
    began = time.monotonic()
    try:
        done = subprocess.run([TOCSIN, "run", "--config", config(name, data, PORT + 5)], capture_output=True,
                              text=True, timeout=120)
        said, code = (done.stdout + done.stderr).strip().replace(WORK + "/", ""), done.returncode
    except subprocess.TimeoutExpired:
        said, code = "still runs", "none"
    say(f"{name}: {said}")
    return f"code {code} after {time.monotonic() - began:.1f} s: {said.splitlines()[-1] if said else 'nothing'}"


def two(c):
    row = Row(c, "two", [c.a, c.b])
    row.begins()
    said = alone("second", "two", c.a.data)
    row.ends("a second instance on a folder in use", c.a, f"; the second: {said}")


def readonly(c):
    data = WORK + "/readonly"
    os.makedirs(data)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "ro,size=64m", "tmpfs", data], check=True)
    try:
        print(f"| a data folder on a disk mounted read-only | `.ci/faults readonly` | | | | |"
              f" {alone('ro', 'readonly', data)} |", flush=True)
    finally:
        subprocess.run(["umount", data], check=False)


FAULTS = {"kill": kill, "stop": stop, "broker": broker, "registry": registry, "transaction": transaction,
          "stores": stores, "strange": strange, "truncated": truncated,
          "truncated-killed": lambda c: truncated(c, signal.SIGKILL, "truncated-killed"), "network": network,
          "two": two, "readonly": readonly}


def main():
    cluster = Cluster()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        for name in sys.argv[1:]:
            FAULTS[name](cluster)
    finally:
        cluster.down()
        if os.path.exists("/run/netns/" + NAMESPACE):
            subprocess.run(["ip", "netns", "del", NAMESPACE], check=False)
        if os.environ.get("KEEP"):
            say(f"kept {WORK}")
        else:
            shutil.rmtree(WORK, ignore_errors=True)


main()
