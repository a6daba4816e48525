package tocsin.transit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Only our own pages change anything with our cookie.
class SameOriginTest {
    private static final Optional<URI> DECLARED = Optional.of(URI.create("https://alerts.example.gov"));

    private static String said(SameOrigin.Ask ask, Optional<URI> publicUrl) {
        return SameOrigin.objection(ask, publicUrl).map(Enum::name).orElse(null);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            // site, origin, host, scheme, why not
            "-,http://desk:8080,desk:8080,http,-", "-,https://desk,desk,https,-", "-,https://desk,desk:443,https,-",
            "-,https://DESK,desk,https,-", "same-origin,https://desk,desk,https,-", "none,-,desk,https,-",
            "same-origin,-,desk,https,-", "-,https://desk,desk,-,-", "-,http://desk,desk,-,-",
            "-,http://[::1]:8080,[::1]:8080,http,-",
            "-,-,desk,http,NO_ORIGIN", "-,http://desk,desk,https,FOREIGN_ORIGIN",
            "-,http://desk:8081,desk:8080,http,FOREIGN_ORIGIN", "-,http://evil,desk,http,FOREIGN_ORIGIN",
            "-,https://desk.evil,desk,https,FOREIGN_ORIGIN", "-,null,desk,http,FOREIGN_ORIGIN",
            "same-origin,null,desk,https,-", "none,null,desk,https,FOREIGN_ORIGIN",
            "-,'',desk,http,FOREIGN_ORIGIN", "-,'http://desk,http://evil',desk,http,FOREIGN_ORIGIN",
            "-,desk,desk,http,FOREIGN_ORIGIN", "-,file:///,desk,http,FOREIGN_ORIGIN",
            "-,http://x@desk,desk,http,FOREIGN_ORIGIN", "-,http://desk/,desk,http,FOREIGN_ORIGIN",
            "-,'http:// ',desk,http,FOREIGN_ORIGIN",
            "-,http://desk,'',http,FOREIGN_ORIGIN", "-,http://desk,evil desk,http,FOREIGN_ORIGIN",
            "cross-site,-,desk,https,FOREIGN_PAGE", "same-site,https://desk,desk,https,FOREIGN_PAGE",
            "cross-site,https://desk,desk,https,FOREIGN_PAGE", "'',https://desk,desk,https,FOREIGN_PAGE",
            "'same-origin,cross-site',https://desk,desk,https,FOREIGN_PAGE",
            "same-origin,https://evil,desk,https,FOREIGN_ORIGIN"})
    void aCookieGoesWithOurOwnPagesOnly(String site, String origin, String host, String scheme, String why) {
        SameOrigin.Ask ask = new SameOrigin.Ask("POST", false, true, false, Optional.ofNullable(site),
                Optional.ofNullable(origin), host, Optional.ofNullable(scheme));
        assertEquals(why, said(ask, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"https://alerts.example.gov,-", "https://alerts.example.gov:443,-",
            "http://alerts.example.gov,FOREIGN_ORIGIN", "https://alerts.example.gov:8443,FOREIGN_ORIGIN",
            "http://10.0.0.9:8080,-"})
    void theDeclaredAddressIsOurs(String origin, String why) {
        SameOrigin.Ask ask = new SameOrigin.Ask("POST", false, true, false, Optional.empty(), Optional.of(origin),
                "10.0.0.9:8080", Optional.of("http"));
        assertEquals(why, said(ask, DECLARED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "BREW"})
    void whoBringsAKeyIsNotAsked(String method) {
        assertEquals(null,
                said(new SameOrigin.Ask(method, true, false, false, Optional.empty(), Optional.empty(), "desk",
                        Optional.of("http")), Optional.empty()));
        assertEquals("NO_ORIGIN",
                said(new SameOrigin.Ask(method, false, true, false, Optional.empty(), Optional.empty(),
                        "desk", Optional.of("http")), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void whatOnlyLooksIsNotAsked(String method) {
        assertEquals(null, said(new SameOrigin.Ask(method, false, true, false, Optional.of("cross-site"),
                Optional.of("http://evil"), "desk", Optional.of("http")), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"-,-,-", "-,null,-", "-,https://desk,-", "same-origin,null,-",
            "-,https://evil,FOREIGN_ORIGIN", "cross-site,null,FOREIGN_PAGE", "cross-site,-,FOREIGN_PAGE"})
    void anAnswerByALinkComesFromItsPageOrFromAProgram(String site, String origin, String why) {
        assertEquals(why, said(new SameOrigin.Ask("POST", false, false, true, Optional.ofNullable(site),
                Optional.ofNullable(origin), "desk", Optional.of("https")), Optional.empty()));
    }
}
