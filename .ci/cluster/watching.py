"""What is seen of Tocsin from outside: its health pages, its answers, its outbox."""
import datetime
import glob
import json
import threading
import time
import urllib.error
import urllib.request

PAGES = ("live", "ready", "alerting")
# Agencies with an area of their own each: every desk has work, whichever instance it is on.
AGENCIES = (("shinan-fire", "370202", 36.066, 120.390), ("shibei-fire", "370203", 36.087, 120.374),
            ("huangdao-emergency", "370211", 35.960, 120.190), ("laoshan-emergency", "370212", 36.107, 120.469),
            ("licang-fire", "370213", 36.170, 120.420))


def get(url, key=None, body=None, timeout=10.0):
    """Status and JSON of an answer; status 0 where there was none."""
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Authorization"] = "Bearer " + key
    request = urllib.request.Request(url, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            status, text = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read()
    except (OSError, ValueError):
        return 0, {}
    try:
        return status, json.loads(text)
    except ValueError:
        return status, {}


def reason(page, told):
    """Why a page is red, in a few words."""
    if page == "live":
        return "; ".join(f"{k}: {v}" for k, v in told.get("restartFor", {}).items())
    if page == "ready":
        return "; ".join(f"{k}: {v}" for k, v in told.get("components", {}).items() if v != "ok")
    return "; ".join(f"{w['partition']} waits for {w['application']} {w['oldestSeconds']} s: {w['cause']}"
                     for w in told.get("waiting", []))


class HealthNotes:
    """Asks the three pages of instances twice a second and keeps every change of colour."""

    def __init__(self, instances):
        self.instances = instances
        self.changes = []
        self.colours = {}
        self.threads = [threading.Thread(target=self.ask, args=(one, page), daemon=True)
                        for one in instances for page in PAGES]
        for thread in self.threads:
            thread.start()

    def ask(self, instance, page):
        while True:
            status, told = get(f"{instance.url}/health/{page}", timeout=3)
            colour = {200: "green", 503: "red"}.get(status, "no answer")
            where = (instance.name, page)
            if self.colours.get(where) != colour:
                self.colours[where] = colour
                self.changes.append((time.monotonic(), instance.name, page, colour, reason(page, told)))
            time.sleep(0.5)

    def green(self):
        return all(self.colours.get((one.name, page)) == "green" for one in self.instances for page in PAGES)

    def not_green_between(self, since, until):
        """Whether any page of any instance was not green at some time between two instants."""
        colours = {}
        for at, name, page, colour, _ in list(self.changes):
            if at > until:
                break
            if at >= since and colour != "green":
                return True
            colours[name, page] = colour
        return any(colour != "green" for colour in colours.values())


class Load:
    """Posts a report a second to each instance that is named; keeps every answer."""

    def __init__(self, prefix, instances):
        self.prefix = prefix
        self.number = 0
        self.answers = []
        self.agencies = {}
        self.lock = threading.Lock()
        self.going = True
        self.threads = [threading.Thread(target=self.post_on, args=(one,), daemon=True) for one in instances]
        for thread in self.threads:
            thread.start()

    def report(self):
        with self.lock:
            self.number += 1
            name = f"{self.prefix}-{self.number}"
            agency, area, latitude, longitude = AGENCIES[self.number % len(AGENCIES)]
            self.agencies[name] = agency
        at = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        return name, json.dumps({
            "reportId": name, "agencyId": agency, "kind": "FLASH", "status": "ACTUAL", "occurredAt": at,
            "receivedAt": at, "reportedAt": at, "category": "ACCIDENT", "type": "fire", "incidentRef": "case-" + name,
            "location": {"areaCode": area, "place": "某仓库 " + name, "latitude": latitude, "longitude": longitude},
            "casualties": {"dead": 3, "seriouslyInjured": 4}, "title": "某仓库火灾 " + name,
            "summary": "仓库起火，正在扑救。", "unit": "某仓储公司 " + name, "confidentiality": "INTERNAL"}).encode()

    def post(self, instance):
        name, body = self.report()
        sent = time.monotonic()
        status, _ = get(instance.url + "/api/v1/reports", instance.key(), body, 30)
        answer = (name, instance.name, sent, time.monotonic(), status)
        with self.lock:
            self.answers.append(answer)
        return answer

    def post_on(self, instance):
        due = time.monotonic()
        while self.going:
            self.post(instance)
            due = max(due + 1, time.monotonic())
            time.sleep(max(0.0, due - time.monotonic()))

    def stop(self):
        self.going = False
        for thread in self.threads:
            thread.join(40)

    def accepted(self):
        with self.lock:
            return [answer for answer in self.answers if answer[4] == 202]


class Outbox:
    """Follows what every instance sends; notes when each incident's first page left, and each notification's lines."""

    def __init__(self, folders):
        self.folders = folders
        self.read = {}
        self.incidents = {}
        self.lines = {}
        threading.Thread(target=self.follow, daemon=True).start()

    def follow(self):
        while True:
            for folder in self.folders:
                for path in glob.glob(f"{folder}/outbox/*.ndjson"):
                    self.take(path)
            time.sleep(0.1)

    def take(self, path):
        with open(path, "rb") as file:
            file.seek(self.read.get(path, 0))
            text = file.read()
        end = text.rfind(b"\n") + 1
        self.read[path] = self.read.get(path, 0) + end
        for line in text[:end].splitlines():
            told = json.loads(line)
            self.lines.setdefault(told.get("notificationId"), []).append(path)
            if told.get("incidentId"):
                self.incidents.setdefault(told["incidentId"], time.monotonic())

    def doubled(self, since):
        return [one for one, paths in list(self.lines.items()) if len(paths) > 1 and one not in since]
