package tocsin.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a feed says stays, and only what marks it up goes.
class FeedTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            water<3m, rain>20mm                                 | water<3m, rain>20mm
            level < 3 m and flow > 5                            | level < 3 m and flow > 5
            level &lt; 3 m                                      | level < 3 m
            <p>3 dead</p><p>5 injured</p><ul><li>12<li>34</ul>  | 3 dead 5 injured 12 34
            one<br/>two<BR>three                                | one two three
            H<sub>2</sub>S <b>leak</b>                          | H2S leak
            <a href="x?a>b" class='y'>read</a>                  | read
            a <b and c> d                                       | a <b and c> d
            &amp;lt;b&amp;gt;                                   | &lt;b&gt;
            5&#8211;6&#x20;km&nbsp;away &copy; &unknown;        | 5–6 km away © &unknown;
            &#0; &#55296; &#9999999;                            | &#0; &#55296; &#9999999;
            said<script>x = '<p>';</script><!-- not --> once    | said once
            said <script>never ended                            | said <script>never ended
            """)
    void marksOfHtmlGoAndWordsStay(String html, String words) {
        assertEquals(words, FeedText.ofHtml(html));
    }

    @Test
    void aMegabyteOfMarksIsReadAtOnce() {
        String tags = "<script><!--<a href='".repeat(50_000) + "<p ".repeat(50_000);
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> FeedText.ofHtml(tags));
    }
}
