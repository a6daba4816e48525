package tocsin.mapping;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import tocsin.model.Sha256;

/// The items of an RSS 2.0 feed and the entries of an Atom feed (RFC 4287) as rows.
///
/// Entities are not resolved and documents not loaded from elsewhere: what a feed says is never executed or fetched.
final class FeedRows {
    private static final Set<String> ITEMS = Set.of("item", "entry");
    /// What an element of an item is called as a column; of two for one column the first counts.
    private static final Map<String, String> COLUMNS = Map.ofEntries(Map.entry("guid", "id"), Map.entry("id", "id"),
            Map.entry("title", "title"), Map.entry("description", "summary"), Map.entry("summary", "summary"),
            Map.entry("content", "content"), Map.entry("pubDate", "published"), Map.entry("published", "published"),
            Map.entry("date", "published"), Map.entry("updated", "updated"));
    /// Kept until it is known whether there is a better link.
    private static final String SELF = "(self)";
    private static final String RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    private static final Pattern ENCODING = Pattern
            .compile("^\\s*<\\?xml[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)");
    private static final int LONGEST_DECLARATION = 400;

    /// Characters of one element: a record is no larger than 1 MiB.
    static final int LONGEST_TEXT = 1024 * 1024;
    /// Elements within each other.
    static final int DEEPEST = 1_000;

    private FeedRows() {}

    static void read(InputStream in, FileForm form, Predicate<Row> rows) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty("jdk.xml.maxElementDepth", Integer.toString(DEEPEST));
        // Without a DTD there are no entities but the five of XML, and the library would refuse a feed with 100,000 of them.
        factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
        factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
        // Without a reporter the parser prints what it refuses.
        factory.setXMLReporter((message, error, information, location) -> {});
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(text(in, form.encoding()));
            boolean feed = false;
            while (xml.hasNext()) {
                if (next(xml) == XMLStreamConstants.START_ELEMENT) {
                    feed |= Set.of("rss", "feed", "RDF").contains(xml.getLocalName());
                    if (!feed) {
                        throw new IOException("it is no RSS or Atom feed: it begins with " + xml.getLocalName());
                    }
                    if (ITEMS.contains(xml.getLocalName())) {
                        long line = xml.getLocation().getLineNumber();
                        if (!rows.test(item(line, xml, form))) {
                            return;
                        }
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException("it is no XML that can be read: " + e.getMessage(), e);
        }
    }

    /// The text of a feed, in the encoding it names, else in that of the mapping; a byte-order mark decides over both.
    private static Reader text(InputStream in, FileEncoding declared) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(in);
        bytes.mark(LONGEST_DECLARATION);
        String declaration = new String(bytes.readNBytes(LONGEST_DECLARATION), StandardCharsets.ISO_8859_1);
        bytes.reset();
        Matcher named = ENCODING.matcher(declaration);
        if (!named.find()) {
            return StrictText.open(bytes, declared);
        }
        try {
            return StrictText.open(bytes, Charset.forName(named.group(1)));
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            throw new IOException("it names an encoding that is not known: " + named.group(1), e);
        }
    }

    /// The next event. The library throws unchecked exceptions of its own at some documents, and at their end.
    private static int next(XMLStreamReader xml) throws XMLStreamException {
        try {
            return xml.next();
        } catch (MissingResourceException | NoSuchElementException | IllegalStateException | IllegalArgumentException
                | IndexOutOfBoundsException | NullPointerException | ArithmeticException e) {
            throw new XMLStreamException("what it holds cannot be read: " + e.getMessage(), e);
        }
    }

    private static Row item(long line, XMLStreamReader xml, FileForm form) throws XMLStreamException {
        Map<String, String> columns = new LinkedHashMap<>();
        // RSS 1.0 names its items so.
        String about = xml.getAttributeValue(RDF, "about");
        boolean isAtom = xml.getLocalName().equals("entry");
        int depth = 1;
        while (depth > 0) {
            switch (next(xml)) {
                case XMLStreamConstants.START_ELEMENT -> {
                    String name = xml.getLocalName();
                    String column = depth == 1 ? COLUMNS.get(name) : null;
                    if (depth == 1 && name.equals("link")) {
                        String href = xml.getAttributeValue(null, "href");
                        String rel = xml.getAttributeValue(null, "rel");
                        String link = (href != null ? href : text(xml)).strip();
                        depth += href != null ? 1 : 0;
                        if (rel == null || rel.equals("alternate")) {
                            columns.putIfAbsent("link", link);
                        } else if (rel.equals("self")) {
                            columns.putIfAbsent(SELF, link);
                        }
                    } else if (depth == 1 && FeedPlaces.NAMES.contains(name)) {
                        columns.putIfAbsent("(" + name + ")", text(xml).strip());
                    } else if (column != null) {
                        String type = xml.getAttributeValue(null, "type");
                        boolean isText = isAtom && (type == null || type.equals("text"));
                        String text = text(xml);
                        columns.putIfAbsent(column, text.length() > LONGEST_TEXT ? text
                                : isText ? FeedText.joined(text) : FeedText.ofHtml(text));
                    } else {
                        depth++;
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {
                }
            }
        }
        Optional<String> tooLong = columns.entrySet().stream()
                .filter(column -> column.getValue().length() > LONGEST_TEXT)
                .map(Map.Entry::getKey).findFirst();
        if (tooLong.isPresent()) {
            columns.values().removeIf(value -> value.length() > LONGEST_TEXT);
            return Row.refused(line, columns, tooLong.get() + " has more than " + LONGEST_TEXT
                    + " characters; send less of it");
        }
        finish(columns, about, form);
        return new Row(line, columns);
    }

    /// The text of an element, that of elements within it included; what stands in paragraphs of their own stays apart.
    /// Of one that is too long there is little more than says so.
    private static String text(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        int depth = 1;
        while (depth > 0) {
            switch (next(xml)) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    text.append(FeedText.between(xml.getLocalName()));
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    text.append(FeedText.between(xml.getLocalName()));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    String more = xml.getText();
                    text.append(more, 0, Math.clamp(LONGEST_TEXT + 1 - text.length(), 0, more.length()));
                }
                default -> {
                }
            }
        }
        return text.toString();
    }

    private static void finish(Map<String, String> columns, @Nullable String about, FileForm form) {
        String self = columns.remove(SELF);
        if (self != null) {
            columns.putIfAbsent("link", self);
        }
        columns.putIfAbsent("summary", columns.getOrDefault("content", ""));
        String published = columns.getOrDefault("published", columns.getOrDefault("updated", ""));
        columns.putIfAbsent("id", about != null && !about.isBlank() ? about.strip() : id(columns, published));
        columns.remove("content");
        columns.remove("updated");
        if (published.isEmpty()) {
            columns.remove("published");
        } else {
            columns.put("published", form.feedTimes() ? time(published, form.feedZone()) : published);
        }
        FeedPlaces.read(columns);
    }

    /// What names an item that has no id: its link, else all that it says. By its title alone the second warning of a title
    /// would be the first one again.
    private static String id(Map<String, String> columns, String published) {
        String link = columns.getOrDefault("link", "");
        String title = columns.getOrDefault("title", "");
        String summary = columns.getOrDefault("summary", "");
        return !link.isEmpty() || (title + summary).isEmpty()
                ? link
                : "sha256:" + Sha256.of(title + "\n" + summary + "\n" + published);
    }

    /// The instant as ISO 8601; what can mean more than one, or none, stays as it is written, and its field says why.
    private static String time(String text, Optional<ZoneId> zone) {
        try {
            return WrittenTime.read(text, zone).toString();
        } catch (DateTimeException e) {
            return text;
        }
    }
}
