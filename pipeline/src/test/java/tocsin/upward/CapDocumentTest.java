package tocsin.upward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.v1.Category;
import tocsin.v1.Confidence;
import tocsin.v1.Grade;
import tocsin.v1.Location;
import tocsin.v1.SpecialReport;
import tocsin.v1.SpecialReportKind;
import tocsin.v1.Status;

/// A special report as CAP 1.2 has it: the standard's own rules, element by element.
class CapDocumentTest {
    /// The order CAP's schema gives the elements of an alert and of an info.
    private static final List<String> ALERT = List.of("identifier", "sender", "sent", "status", "msgType", "source",
            "scope", "restriction", "addresses", "code", "note", "references", "incidents", "info");
    private static final List<String> INFO = List.of("language", "category", "event", "responseType", "urgency",
            "severity", "certainty", "audience", "eventCode", "effective", "onset", "expires", "senderName",
            "headline", "description", "instruction", "web", "contact", "parameter", "resource", "area");

    private final FixedPacks packs = new FixedPacks();

    private static SpecialReport.Builder report(int number) {
        return SpecialReport.newBuilder().setSpecialReportId("370200-20260302-0001-S" + number)
                .setIncidentId("370200-20260302-0001").setDesk("370200").setNumber(number)
                .setKind(number == 1 ? SpecialReportKind.FIRST : SpecialReportKind.FOLLOW_UP)
                .setLabel(number == 1 ? "首报" : "续报一").setStatus(Status.ACTUAL).setSuperior("province-duty")
                .setTitle("李沧区某仓库较大火灾：3人死亡").setText("文 <b> & \u0007 完。").setLanguage("zh").setRevision(number)
                .setConfidence(Confidence.CONFIRMED).setCategory(Category.ACCIDENT).setType("fire")
                .setGrade(Grade.III).setOccurredAt(Instant.parse("2026-03-01T18:50:00Z"))
                .setLocation(new Location("370213", "某仓库", 36.19, 120.39, 250.0))
                .setCasualties(Reports.tollOf(Grade.III)).setDraftedBy("a").setSignedBy("b")
                .setSignedAt(Instant.parse("2026-03-01T19:00:00Z").plusSeconds(3_600L * number));
    }

    private Element read(SpecialReport report, List<SpecialReport> earlier) throws Exception {
        String text = new CapDocument(packs.activePack(), packs.activeDirectory()).of(report, earlier);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text))).getDocumentElement();
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    private static List<String> names(Element element) {
        return children(element).stream().map(Element::getLocalName).toList();
    }

    private static String text(Element root, String name) {
        return root.getElementsByTagNameNS(CapDocument.NAMESPACE, name).item(0).getTextContent();
    }

    private static void inOrder(List<String> names, List<String> order) {
        List<Integer> places = names.stream().map(order::indexOf).toList();
        assertFalse(places.contains(-1), names::toString);
        assertEquals(places.stream().sorted().toList(), places, names::toString);
    }

    @Test
    void everyElementThatMustBeThereIsThereInItsPlace() throws Exception {
        // When
        Element alert = read(report(1).build(), List.of());

        // Then
        assertEquals(CapDocument.NAMESPACE, alert.getNamespaceURI());
        inOrder(names(alert), ALERT);
        inOrder(names(children(alert).getLast()), INFO);
        assertEquals("370200-20260302-0001-S1", text(alert, "identifier"));
        assertEquals("qingdao-370200", text(alert, "sender"));
        assertEquals("2026-03-02T04:00:00+08:00", text(alert, "sent"));
        assertEquals("Actual", text(alert, "status"));
        assertEquals("Alert", text(alert, "msgType"));
        assertEquals("Restricted", text(alert, "scope"));
        assertFalse(text(alert, "restriction").isBlank(), "CAP asks for it where the scope is restricted");
        assertFalse(names(alert).contains("references"));
        assertEquals("370200-20260302-0001", text(alert, "incidents"));
        assertEquals("Fire", text(alert, "category"));
        assertEquals("火灾", text(alert, "event"));
        assertEquals("Immediate", text(alert, "urgency"));
        assertEquals("Moderate", text(alert, "severity"));
        assertEquals("Observed", text(alert, "certainty"));
        assertEquals("文 <b> &  完。", text(alert, "description"), "what XML cannot hold is left out");
        assertEquals("青岛市应急值班室", text(alert, "senderName"));
        assertEquals("+8653200000100", text(alert, "contact"));
        assertEquals("36.190000,120.390000 0.250", text(alert, "circle"));
        assertEquals(List.of("areaDesc", "circle", "geocode"), names(children(children(alert).getLast()).getLast()));
    }

    @Test
    void aLaterOneUpdatesEveryEarlierOne() throws Exception {
        // When
        Element alert = read(report(3).build(), List.of(report(1).build(), report(2).build()));

        // Then
        assertEquals("Update", text(alert, "msgType"));
        assertEquals("qingdao-370200,370200-20260302-0001-S1,2026-03-02T04:00:00+08:00"
                + " qingdao-370200,370200-20260302-0001-S2,2026-03-02T05:00:00+08:00", text(alert, "references"));
    }

    @ParameterizedTest
    @CsvSource({"ACTUAL, Actual", "EXERCISE, Exercise", "TEST, Test", "SYSTEM, System", "UNKNOWN, Draft"})
    void whatIsNotRealSaysSo(Status status, String cap) throws Exception {
        Element alert = read(report(1).setStatus(status).build(), List.of());
        assertEquals(cap, text(alert, "status"));
        assertEquals(status != Status.ACTUAL && status != Status.UNKNOWN, names(alert).contains("note"));
    }

    @ParameterizedTest
    @CsvSource({"I, Extreme", "II, Severe", "III, Moderate", "IV, Minor", ", Unknown"})
    void aGradeStandsBesideTheSeverityItComesTo(Grade grade, String severity) throws Exception {
        Element alert = read(report(1).setGrade(grade).build(), List.of());
        assertEquals(severity, text(alert, "severity"));
        assertEquals(grade != null, alert.getTextContent().contains("grade" + grade));
    }

    @Test
    void whatNobodyKnowsIsLeftOutAndTheAreaStillNamed() throws Exception {
        // When
        Element alert = read(report(1).setLocation(null).setCasualties(null).setOccurredAt(null).setCategory(null)
                .setType(null).setGrade(null).setConfidence(Confidence.UNKNOWN).build(), List.of());

        // Then
        inOrder(names(children(alert).getLast()), INFO);
        assertEquals("Other", text(alert, "category"));
        assertEquals("地点待核实", text(alert, "areaDesc"));
        assertTrue(names(children(alert).getLast()).containsAll(List.of("event", "urgency", "severity", "certainty")));
    }
}
