package tocsin.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// News of RSS and Atom feeds become rows, whatever they are wrapped in.
class FeedRowsTest {
    private static List<Map<String, String>> rows(String text) {
        List<Map<String, String>> rows = new ArrayList<>();
        Rows.read("feed", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                FileForm.of(Mapping.Format.FEED),
                row -> rows.add(row.columns()));
        return rows;
    }

    @Test
    void anItemOfRssIsARow() {
        // When
        List<Map<String, String>> rows = rows("""
                <?xml version="1.0"?><rss version="2.0" xmlns:georss="http://www.georss.org/georss"><channel>
                <title>News</title><item><title>李沧一仓库起火</title><link>http://news.example/1</link>
                <description><![CDATA[<p>浓烟&nbsp;<b>滚滚</b> &amp; 消防到场</p>]]></description><guid>n1</guid>
                <pubDate>Mon, 02 Mar 2026 11:00:00 +0800</pubDate><georss:point>36.16 120.43</georss:point></item>
                <item><title>二</title><link>http://news.example/2</link></item></channel></rss>
                """);

        // Then
        assertEquals(Map.of("id", "n1", "title", "李沧一仓库起火", "link", "http://news.example/1", "summary",
                "浓烟 滚滚 & 消防到场", "published", "2026-03-02T03:00:00Z", "point.latitude", "36.16", "point.longitude",
                "120.43"), rows.getFirst());
        assertEquals("http://news.example/2", rows.getLast().get("id"));
        assertEquals(2, rows.size());
    }

    @Test
    void aFeedIsReadInTheEncodingItNames() {
        List<Map<String, String>> rows = new ArrayList<>();
        byte[] bytes = "<?xml version='1.0' encoding='gb18030'?><rss><item><title>起火</title></item></rss>"
                .getBytes(java.nio.charset.Charset.forName("GB18030"));
        Rows.read("feed", new ByteArrayInputStream(bytes), FileForm.of(Mapping.Format.FEED),
                row -> rows.add(row.columns()));
        assertEquals("起火", rows.getFirst().get("title"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<rss>\u0080\u00ff", "<rss",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">\u0001]><rss>&b;</rss>",
            "<?xml version='1.0' encoding='nowhere'?><rss/>", "\u00ff\u00fe<", "<rss><item>", "<!DOCTYPE a [",
            "<?xml?>", "<a/>"})
    void whatIsNoFeedIsRefusedAndNothingIsPrinted(String latin) {
        // Given
        java.io.PrintStream err = System.err;
        java.io.ByteArrayOutputStream printed = new java.io.ByteArrayOutputStream();
        System.setErr(new java.io.PrintStream(printed, true, StandardCharsets.UTF_8));

        // Then
        try {
            assertThrows(UncheckedIOException.class, () -> Rows.read("feed",
                    new ByteArrayInputStream(latin.getBytes(StandardCharsets.ISO_8859_1)),
                    FileForm.of(Mapping.Format.FEED),
                    row -> {}));
        } finally {
            System.setErr(err);
        }
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anEntryOfAtomIsARow() {
        // When
        List<Map<String, String>> rows = rows("""
                <feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>urn:1</id>
                <title type="html">Fire &lt;b&gt;downtown&lt;/b&gt;</title><link href="http://news.example/1"/>
                <link rel="alternate" href="http://news.example/2"/><updated>2026-03-02T03:00:00z</updated>
                <author><name>Somebody</name></author><content type="xhtml"><div xmlns="x"><p>Smoke</p> everywhere</div></content></entry></feed>
                """);

        // Then: an author is a person, and is not taken
        assertEquals(List.of(Map.of("id", "urn:1", "title", "Fire downtown", "link", "http://news.example/1", "summary",
                "Smoke everywhere", "published", "2026-03-02T03:00:00Z")), rows);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Mon, 02 Mar 2026 03:00:00 GMT | 2026-03-02T03:00:00Z",
            "2026-03-02T11:00:00+08:00 | 2026-03-02T03:00:00Z", "yesterday | yesterday"})
    void timesAreWrittenInOneWay(String written, String instant) {
        assertEquals(instant, rows("<rss><channel><item><pubDate>" + written + "</pubDate></item></channel></rss>")
                .getFirst().get("published"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html><body/></html>", "no xml", "<rss><channel><item>", "",
            "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><rss><channel><item><title>&x;</title></item></channel></rss>"})
    void whatIsNoFeedIsRefusedAndNothingElseIsRead(String text) {
        assertTrue(assertThrows(UncheckedIOException.class, () -> rows(text)).getMessage()
                .startsWith("feed cannot be read: "));
    }

    @Test
    void atomsPlainTextIsNoHtml_andItsLinkIsTheOneToRead() {
        // When
        Map<String, String> row = rows("""
                <feed xmlns="http://www.w3.org/2005/Atom"><entry>
                  <title>a &lt;b&gt; c</title><link rel="self" href="http://x/self"/><link rel="enclosure" href="http://x/m.mp4"/>
                  <link rel="alternate" href="http://x/page"/>
                  <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>3 dead</p><p>5 injured</p></div></summary>
                </entry></feed>""").getFirst();

        // Then
        assertEquals("a <b> c", row.get("title"));
        assertEquals("3 dead 5 injured", row.get("summary"));
        assertEquals("http://x/page", row.get("link"));
    }

    @Test
    void itemsWithoutAnIdAreToldApartByAllTheySay_andOfRss1ByTheirAddress() {
        // When
        List<Map<String, String>> rows = rows("""
                <rss><channel><item><title>Warning</title><description>rain</description></item>
                <item><title>Warning</title><description>typhoon</description></item></channel></rss>""");
        String about = rows("""
                <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item rdf:about="http://x/1">
                <title>Warning</title></item></rdf:RDF>""").getFirst().get("id");

        // Then
        assertTrue(rows.get(0).get("id").startsWith("sha256:"), rows::toString);
        assertNotEquals(rows.get(0).get("id"), rows.get(1).get("id"));
        assertEquals("http://x/1", about);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <point>36.1 120.4</point>                            | 36.1 120.4
            <point>36.1,120.4</point>                            | 36.1 120.4
            <lat>36.1</lat><long>120.4</long>                    | 36.1 120.4
            <polygon>36 120 36 121 37 121 37 120 36 120</polygon> | 36.5 120.5
            <line>36 120 36 121 36 122</line>                    | 36 121
            <point>here</point>                                  | null null here
            """)
    void aPlaceIsReadHoweverFeedsSayIt(String element, String place) {
        // When
        Map<String, String> row = rows("<rss><item><title>t</title>" + element + "</item></rss>").getFirst();

        // Then
        String point = row.get("point");
        assertEquals(place, row.get("point.latitude") + " " + row.get("point.longitude")
                + (point == null ? "" : " " + point));
    }
}
