package tocsin.upward;

import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import tocsin.fanout.DeskSignature;
import tocsin.fanout.Wording;
import tocsin.model.Tolls;
import tocsin.rules.Pack;
import tocsin.rules.directory.Directory;
import tocsin.v1.Category;
import tocsin.v1.Confidence;
import tocsin.v1.Grade;
import tocsin.v1.Location;
import tocsin.v1.SpecialReport;
import tocsin.v1.SpecialReportKind;
import tocsin.v1.Status;

/// A signed special report as a CAP 1.2 message (OASIS, 1 July 2010) of restricted scope.
///
/// An event grade is not a CAP severity: the grade stands in a parameter of its own, and the severity is what it comes to
/// in CAP's words.
///
/// @param pack the pack in force
/// @param directory the directory in force
public record CapDocument(Pack pack, Directory directory) {
    /// The namespace of CAP 1.2.
    public static final String NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2";
    /// A headline as CAP recommends it at most: characters.
    private static final int HEADLINE = 160;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

    /// The document.
    ///
    /// @param report the report, signed
    /// @param earlier those that were sent about the same incident before it, oldest first
    public String of(SpecialReport report, List<SpecialReport> earlier) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("alert");
            xml.writeDefaultNamespace(NAMESPACE);
            alert(xml, report, earlier);
            info(xml, report);
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a document in memory can be written", e);
        }
        return text.toString();
    }

    private void alert(XMLStreamWriter xml, SpecialReport report, List<SpecialReport> earlier)
            throws XMLStreamException {
        write(xml, "identifier", report.getSpecialReportId());
        write(xml, "sender", sender(report));
        write(xml, "sent", time(report.getSignedAt()));
        write(xml, "status", status(report.getStatus()));
        write(xml, "msgType", earlier.isEmpty() ? "Alert" : "Update");
        write(xml, "scope", "Restricted");
        write(xml, "restriction", say(report, "仅供主送单位及值班室使用", "for the superior and duty desks only"));
        // CAP asks of an exercise to say what it is for.
        String drill = Wording.drill(report.getStatus());
        write(xml, "note", drill.isEmpty() ? null : drill);
        write(xml, "references", earlier.isEmpty()
                ? null
                : earlier.stream().map(one -> sender(one) + "," + one.getSpecialReportId() + ","
                        + time(one.getSignedAt())).collect(Collectors.joining(" ")));
        write(xml, "incidents", report.getIncidentId());
    }

    private void info(XMLStreamWriter xml, SpecialReport report) throws XMLStreamException {
        xml.writeStartElement("info");
        write(xml, "language", report.getLanguage().equals("zh") ? "zh-CN" : report.getLanguage());
        write(xml, "category", category(report.getCategory(), report.getType()));
        write(xml, "event", report.getType() == null
                ? say(report, "突发事件", "emergency")
                : pack.typeName(report.getType(), report.getLanguage()));
        write(xml, "urgency", report.getKind() == SpecialReportKind.FINAL ? "Past" : "Immediate");
        write(xml, "severity", severity(report.getGrade()));
        write(xml, "certainty", certainty(report.getConfidence()));
        if (report.getType() != null) {
            pair(xml, "eventCode", "type", report.getType());
        }
        Instant occurredAt = report.getOccurredAt();
        write(xml, "onset", occurredAt == null ? null : time(occurredAt));
        DeskSignature signature = DeskSignature.of(report.getDesk(), pack, directory);
        write(xml, "senderName", signature.issuer().in(report.getLanguage()));
        String title = Wording.marked(report.getTitle(), report.getStatus());
        write(xml, "headline", title.length() <= HEADLINE ? title : title.substring(0, HEADLINE - 1) + "…");
        write(xml, "description", report.getText());
        write(xml, "contact", signature.phone().orElse(null));
        pair(xml, "parameter", "label", report.getLabel());
        Grade grade = report.getGrade();
        if (grade != null) {
            pair(xml, "parameter", "grade", grade.name());
        }
        for (Tolls.Figure figure : Tolls.FIGURES) {
            Integer count = report.getCasualties() == null ? null : figure.read().apply(report.getCasualties());
            if (count != null) {
                pair(xml, "parameter", figure.field(), count.toString());
            }
        }
        area(xml, report);
        xml.writeEndElement();
    }

    private void area(XMLStreamWriter xml, SpecialReport report) throws XMLStreamException {
        Location location = report.getLocation();
        xml.writeStartElement("area");
        write(xml, "areaDesc", DraftText.place(location, directory, report.getLanguage()));
        if (location != null && location.getLatitude() != null && location.getLongitude() != null) {
            Double uncertainty = location.getUncertaintyM();
            write(xml, "circle", String.format(Locale.ROOT, "%.6f,%.6f %.3f", location.getLatitude(),
                    location.getLongitude(), uncertainty == null ? 0 : uncertainty / 1_000));
        }
        if (location != null && location.getAreaCode() != null) {
            pair(xml, "geocode", "areaCode", location.getAreaCode());
        }
        xml.writeEndElement();
    }

    /// No blank, comma or sign of XML may stand in a sender (CAP 1.2, 3.2.1).
    private String sender(SpecialReport report) {
        return (pack.name() + "-" + report.getDesk()).replaceAll("[\\s,<>&]+", "-");
    }

    private static String status(Status status) {
        return switch (status) {
            case ACTUAL -> "Actual";
            case EXERCISE -> "Exercise";
            case TEST -> "Test";
            case SYSTEM -> "System";
            case UNKNOWN -> "Draft";
        };
    }

    private static String category(@Nullable Category category, @Nullable String type) {
        if ("fire".equals(type)) {
            return "Fire";
        }
        return switch (category) {
            case null -> "Other";
            case NATURAL_DISASTER -> type != null && type.startsWith("11B") ? "Met" : "Geo";
            case ACCIDENT -> "Safety";
            case PUBLIC_HEALTH -> "Health";
            case SOCIAL_SECURITY -> "Security";
            case UNKNOWN -> "Other";
        };
    }

    private static String severity(@Nullable Grade grade) {
        return switch (grade) {
            case null -> "Unknown";
            case I -> "Extreme";
            case II -> "Severe";
            case III -> "Moderate";
            case IV -> "Minor";
            case UNKNOWN -> "Unknown";
        };
    }

    private static String certainty(Confidence confidence) {
        return switch (confidence) {
            case CONFIRMED -> "Observed";
            case PROBABLE -> "Likely";
            case POSSIBLE -> "Possible";
            case REFUTED -> "Unlikely";
            case UNKNOWN -> "Unknown";
        };
    }

    private static String say(SpecialReport report, String inChinese, String inEnglish) {
        return report.getLanguage().startsWith("zh") ? inChinese : inEnglish;
    }

    /// A time with its offset; CAP writes that of UTC as -00:00.
    private String time(Instant at) {
        ZoneId zone = pack.zone();
        boolean utc = zone.getRules().getOffset(at).getTotalSeconds() == 0;
        String text = TIME.format(at.atZone(zone));
        return utc ? text.substring(0, text.length() - "+00:00".length()) + "-00:00" : text;
    }

    private static void pair(XMLStreamWriter xml, String name, String valueName, String value)
            throws XMLStreamException {
        xml.writeStartElement(name);
        write(xml, "valueName", valueName);
        write(xml, "value", value);
        xml.writeEndElement();
    }

    /// Writes an element, or nothing for null; characters XML has no place for are left out.
    private static void write(XMLStreamWriter xml, String name, @Nullable String words) throws XMLStreamException {
        if (words != null) {
            xml.writeStartElement(name);
            xml.writeCharacters(words.codePoints().filter(CapDocument::isXml)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString());
            xml.writeEndElement();
        }
    }

    private static boolean isXml(int point) {
        return point == '\t' || point == '\n' || point == '\r' || point >= 0x20 && point <= 0xD7FF
                || point >= 0xE000 && point <= 0xFFFD || point >= 0x10000;
    }
}
