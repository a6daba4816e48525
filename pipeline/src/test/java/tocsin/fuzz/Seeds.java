package tocsin.fuzz;

import tocsin.v1.IncidentReport;
import tocsin.wire.JsonReading;
import tocsin.wire.RecordJson;

/// Inputs that readers take, with every field and form they know.
final class Seeds {
    static final String REPORT = """
            {"reportId":"R-17","incidentRef":"370200-20260301-0001","agencyId":"sffd","kind":"FIRST","sequence":2,
             "status":"ACTUAL","source":"PUBLIC","via":"API","occurredAt":"2026-03-01T08:30:00+08:00",
             "learnedAt":"2026-03-01T08:31:00.123Z","reportedAt":"2026-03-01T08:40:00Z","category":"ACCIDENT",
             "type":"fire","typeScheme":"12379","location":{"areaCode":"370213","place":"李沧区滨海路1号",
             "latitude":36.1601,"longitude":120.4329,"uncertaintyM":50.5},"claimedGrade":"III",
             "casualties":{"dead":3,"missing":0,"trapped":2},"facts":{"burnt_ha":12.5,"ill":4},"lossCny":"1250000.50",
             "title":"Fire at the works, three dead","summary":"死亡3人，失踪2人，受伤十二人。","cause":"unknown",
             "measures":["rescue","closed the road"],"informed":["bureau"],"requests":[],"sensitivity":["PLACE"],
             "confidentiality":"INTERNAL","contact":{"name":"Wang","phone":"+8653255501000"},"handlingEnded":false,
             "attachments":[{"url":"https://example.org/a.pdf","sha256":"00"}],
             "officialSignal":{"issuer":"青岛市气象台","title":"暴雨橙色预警信号","issuedAt":"2026-03-01T08:30:00+08:00",
             "expiresAt":"2026-03-01T12:30:00+08:00","reference":"W-1"}}
            """;
    static final String READING = """
            {"readingId":"1","sensorId":"rain-1","metric":"rain_mm","value":12.5,"unit":"mm",
             "observedAt":"2026-03-01T08:30:00Z","period":"PT10M","location":{"latitude":36.1,"longitude":120.4},
             "quality":"good","status":"ACTUAL","event":"earthquake","revisedAt":"2026-03-01T08:31:00Z",
             "figures":{"depth_km":10.1}}
            """;
    static final String SIGNAL = """
            {"signalId":"p-1","source":"weibo","publishedAt":"2026-03-01T08:30:00Z","text":"@user 起火了 call 13800138000",
             "language":"zh","url":"https://weibo.example/1","location":{"latitude":36.1,"longitude":120.4},
             "placeText":"李沧","reach":100,"status":"ACTUAL"}
            """;
    static final String[] COMMANDS = {command("ACKNOWLEDGE", ""),
            command("CORRECT", "'dead':'3','lossCny':'100.50','facts.burnt_ha':'2','grade':'II'"),
            command("FORWARD", "'draft':'true','language':'zh','title':'t','text':'x'"),
            command("SPLIT", "'reports':'a/b,c/d'"), command("PUBLISH", "'template':'t','boards':'b'"),
            command("MERGE", "'into':'370200-20260301-0002'"),
            command("USE", "'agencyId':'a','reportId':'b','as':'SPECIAL_REPORT'"), command("FORWARD", "'sign':'1'")};
    static final String MAPPING = """
            mapping: calls
            record: report
            format: %s
            zone: America/Los_Angeles
            time-format: "MM/dd/yyyy hh:mm:ss a"
            arrived-at: {column: entered}
            fields:
              reportId: {column: id}
              agencyId: {value: sffd}
              kind: {value: FIRST}
              status: {value: ACTUAL}
              confidentiality: {value: INTERNAL}
              type: {column: kind, map: {Structure Fire: fire}, otherwise: other}
              title: {text: "{kind}, {where}"}
              summary: {column: summary}
              location.place: {column: where}
              location.latitude: {column: point, pattern: "\\\\(([-0-9.eE+]+), .*\\\\)", as: number}
              location.longitude: {column: geometry.longitude, as: number}
              lossCny: {column: loss, as: number}
              reportedAt: {column: received, as: time}
              measures: {column: done, as: list}
            """;
    static final String CSV = """
            \uFEFFid,kind,where,point,received,entered,done,loss
            7,Structure Fire,"1 Main St, ""Annex\""","(37.5, -122.4)",04/07/2020 11:53:08 PM,04/08/2020 12:01:00 AM,one; two,"1,000.5"
            8,Alarm,here,"(37.5, -122.4)",04/07/2020 11:53:08 PM,04/08/2020 12:01:00 AM,,12
            """;
    static final String NDJSON = """
            {"id":7,"kind":"Alarm","where":"here","point":"(1.5, 2)","received":"04/07/2020 11:53:08 PM","loss":1.5}
            {"id":"8","kind":{"a":[1,2,{"b":null}]},"where":"there","entered":"04/07/2020 11:53:08 PM","done":["a","b"]}
            """;
    static final String GEOJSON = """
            {"type":"FeatureCollection","features":[{"type":"Feature","id":"a1","geometry":{"type":"Point",
             "coordinates":[120.5,36.1,10.2]},"properties":{"id":7,"kind":"Alarm","where":"here","point":"(1.5, 2)",
             "received":"04/07/2020 11:53:08 PM","loss":3}},{"type":"Feature","geometry":null,"properties":null}]}
            """;
    static final String RSS = """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:georss="http://www.georss.org/georss"><channel><title>News</title>
            <item><guid>1</guid><title>Fire &amp; smoke</title><link>https://example.org/1</link>
            <description>&lt;p&gt;A fire at the works&lt;/p&gt;</description>
            <pubDate>Tue, 07 Apr 2020 11:53:08 GMT</pubDate><georss:point>36.1 120.4</georss:point></item>
            <item><title><![CDATA[Smoke]]></title></item></channel></rss>
            """;
    static final String ATOM = """
            <feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><id>urn:1</id><title>Fire</title>
            <link href="https://example.org/1"/><summary type="html">words</summary><updated>2020-04-07T11:53:08Z</updated>
            <content type="xhtml"><div>more <b>words</b></div></content></entry></feed>
            """;
    static final String CALENDAR = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//x//y//EN
            BEGIN:VTIMEZONE
            TZID:Europe/Berlin
            BEGIN:STANDARD
            DTSTART:19961027T030000
            RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
            TZOFFSETFROM:+0200
            TZOFFSETTO:+0100
            END:STANDARD
            END:VTIMEZONE
            BEGIN:VEVENT
            UID:1
            SUMMARY:duty-wang
            DTSTART;TZID=Europe/Berlin:20260302T080000
            DTEND;TZID=Europe/Berlin:20260302T200000
            RRULE:FREQ=WEEKLY;BYDAY=MO,TU;INTERVAL=2;UNTIL=20260601T000000Z
            EXDATE;TZID=Europe/Berlin:20260309T080000
            RDATE:20260401T080000Z
            ATTENDEE;CN=Wang:mailto:duty-wang@example.org
            END:VEVENT
            BEGIN:VEVENT
            UID:1
            RECURRENCE-ID;TZID=Europe/Berlin:20260316T080000
            SUMMARY:duty-li
            DTSTART:20260316T090000
            DURATION:PT12H
            STATUS:CONFIRMED
            END:VEVENT
            BEGIN:VEVENT
            UID:2
            SUMMARY:duty-li
            DTSTART;VALUE=DATE:20260320
            RRULE:FREQ=MONTHLY;BYMONTHDAY=20;COUNT=5;BYSETPOS=1
            END:VEVENT
            END:VCALENDAR
            """;
    static final String YAML = """
            # a comment
            text: plain
            quoted: "a \\u0041 \\x41 \\n"
            escapes: "\\U0001F600 \\x7e \\t"
            number: 12.5
            int: 0x1F
            big: 12345678901234567890
            float: .inf
            none: ~
            flag: true
            wait: PT30M
            list: [a, {b: 1}, [c, d]]
            anchored: &a {x: 1}
            again: *a
            folded: >-
              some
              words
            entries:
              - {id: one, value: 1e3}
              - id: two
                off: true
            """;
    static final String[] CONDITIONS = {"report.kind == 'FLASH' && report.casualties.dead > 3",
            "report.measures.exists(m, m.contains('x') && m.matches('a{1,20}b*'))",
            "arrivedAt - report.occurredAt > duration('1h')",
            "report.lossCny >= 1e6 || report.facts.ill > 10 && !(report.category in ['ACCIDENT'])",
            "size(report.summary) > 10 ? grade == 'I' : day.hour < 7", "has(report.location.areaCode)",
            "int(report.sequence) * 9223372036854775807 / 0 == 1", "timestamp('2026-03-01T00:00:00Z') < arrivedAt"};
    static final String[] SAID = {"死亡3人，失踪两人，受伤十二人左右，疏散一千二百余人。",
            "Three people dead, two missing and twenty-five injured.",
            "直接经济损失1250.5万元", "造成１２人死亡、三百二十万亿人受灾", "no one was hurt; about 1,200 evacuated", "几十人被困，其中 10-20 人重伤"};

    private Seeds() {}

    private static String command(String action, String arguments) {
        return """
                {"commandId":"c-1","incidentId":"370200-20260301-0001","action":"%s","by":"duty-wang","channel":"http",
                 "at":"2026-03-01T08:30:00Z","arguments":{%s},"note":"words"}
                """.formatted(action, arguments.replace('\'', '"'));
    }

    /// The report of [#REPORT].
    static IncidentReport report() {
        try {
            IncidentReport report = JsonReading.read(RecordJson.MAPPER.readTree(REPORT), IncidentReport.class).record();
            if (report == null) {
                throw new IllegalStateException("the seed is a report");
            }
            return report;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
