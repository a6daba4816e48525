package tocsin.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import tocsin.persons.PassphraseSignIn;
import tocsin.persons.Passphrases;
import tocsin.persons.PersonRefused;
import tocsin.persons.Persons;
import tocsin.persons.SignIn;
import tocsin.persons.Totp;

/// Where persons sign in, and where they set what they sign in with: plain pages that need no script.
final class PersonPages {
    private static final int UNAUTHORIZED = 401;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY = 429;
    private static final String REFUSED = "姓名代号、口令或验证码不正确。 <span lang=en>The person, the passphrase or the code is"
            + " wrong.</span>";

    private final Persons persons;
    private final Callers callers;

    /// @param callers give browsers what they hold while somebody is signed in
    PersonPages(Persons persons, Callers callers) {
        this.persons = persons;
        this.callers = callers;
    }

    /// The page where persons sign in.
    void show(Context request) {
        Queries.onlyParameters(request);
        signInPage(request, "", "");
    }

    /// Signs a person in who filled in the page.
    void signIn(Context request) {
        String person = field(request, "person");
        switch (outcome(request, person, field(request, "passphrase"), field(request, "code"))) {
            case SignIn.Known known -> {
                begin(request, known);
                request.status(303).header("Location", "/");
            }
            case SignIn.Refused() -> {
                request.status(UNAUTHORIZED);
                signInPage(request, person, REFUSED);
            }
            case SignIn.Slowed slowed -> {
                long seconds = Math.max(1, slowed.retryAfter().plusMillis(999).toSeconds());
                request.status(TOO_MANY).header("Retry-After", Long.toString(seconds));
                signInPage(request, person, "尝试过多，请" + seconds + "秒后再试。 <span lang=en>Too many tries: try again in "
                        + seconds + " s.</span>");
            }
        }
    }

    /// Whether the body says who a person is; else it is a key.
    static boolean isOfPerson(Context request) {
        return new String(RequestBody.bytes(request), StandardCharsets.UTF_8).stripLeading().startsWith("{");
    }

    /// Signs a person in who sent JSON: `person`, `passphrase`, `code`. 204 with the session's cookie.
    void signInByJson(Context request) {
        JsonNode body = RequestBody.json(RequestBody.bytes(request));
        for (String field : List.of("person", "passphrase", "code")) {
            if (!body.path(field).isTextual() && (!field.equals("code") || body.hasNonNull(field))) {
                throw new ApiException(UNPROCESSABLE, "refused",
                        field + " must be a text; send person, passphrase and, where the role needs it, code");
            }
        }
        switch (outcome(request, body.path("person").asText(), body.path("passphrase").asText(),
                body.path("code").asText(""))) {
            case SignIn.Known known -> {
                begin(request, known);
                request.status(204);
            }
            case SignIn.Refused() -> throw new ApiException(UNAUTHORIZED, "not signed in",
                    "the person, the passphrase or the code is wrong");
            case SignIn.Slowed slowed -> throw new ApiException(TOO_MANY, "too many tries",
                    "too many tries to sign in; try again after Retry-After")
                    .retryAfter(slowed.retryAfter().plusMillis(999));
        }
    }

    private SignIn.Outcome outcome(Context request, String person, String passphrase, String code) {
        return persons.signIn().of(new PassphraseSignIn.Shown(person, passphrase, code, request.ip()));
    }

    private void begin(Context request, SignIn.Known known) {
        try {
            callers.hold(request, persons.sessions().begin(known), persons.sessions().longest());
        } catch (PersonRefused e) {
            throw PersonsIn.refused(e);
        } catch (KafkaException e) {
            throw new ApiException(503, "the broker is away", "nobody can sign in now; try again after Retry-After");
        }
    }

    /// The page a one-time link leads to. Looking uses nothing up, for scanners look at links, too.
    void showSetUp(Context request) {
        Optional<Persons.Offer> offer = persons.offer(request.pathParam("token"));
        if (offer.isEmpty()) {
            gone(request);
        } else {
            setUpPage(request, offer.get(), "");
        }
    }

    /// Sets what a person signs in with, and uses the link up.
    void setUp(Context request) {
        String token = request.pathParam("token");
        Persons.Offer offer = persons.offer(token).orElse(null);
        if (offer == null) {
            gone(request);
            return;
        }
        String passphrase = field(request, "passphrase");
        Optional<String> objection = Passphrases.objection(offer.person(), passphrase).map(PersonPages::inWords)
                .or(() -> passphrase.equals(field(request, "again")) ? Optional.empty()
                        : Optional.of("两次输入不一致。 <span lang=en>The two are not the same.</span>"));
        if (objection.isPresent()) {
            request.status(UNPROCESSABLE);
            setUpPage(request, offer, objection.get());
            return;
        }
        try {
            persons.setUp(token, passphrase, field(request, "code"));
        } catch (PersonRefused e) {
            switch (e.reason()) {
                case WRONG_CODE -> {
                    request.status(UNPROCESSABLE);
                    setUpPage(request, offer, "验证码不正确，请核对手机时间并输入下一个验证码。 <span lang=en>The code is wrong:"
                            + " check the telephone's clock, and type the next one.</span>");
                }
                case LINK_GONE -> gone(request);
                default -> throw PersonsIn.refused(e);
            }
            return;
        } catch (KafkaException e) {
            throw PersonsIn.notChanged();
        }
        page(request, "已设置 · Done", "<p role=status>口令已设置。 <span lang=en>The passphrase is set.</span></p>"
                + "<p><a href=\"/sign-in\">登录 <span lang=en>Sign in</span></a></p>");
    }

    private static String inWords(Passphrases.Objection objection) {
        return switch (objection) {
            case SHORT -> "口令至少" + Passphrases.SHORTEST + "个字符。 <span lang=en>At least " + Passphrases.SHORTEST
                    + " characters.</span>";
            case LONG -> "口令至多" + Passphrases.LONGEST + "个字符。 <span lang=en>At most " + Passphrases.LONGEST
                    + " characters.</span>";
            case MONOTONOUS -> "不同字符太少。 <span lang=en>Too few different characters.</span>";
            case NAMED -> "口令不得包含姓名代号或本程序名。 <span lang=en>It may hold neither the person's id nor this"
                    + " program's name.</span>";
            case CONTROL -> "口令含有不可用字符。 <span lang=en>It holds characters that cannot be used.</span>";
        };
    }

    private static void gone(Context request) {
        request.status(410);
        page(request, "链接无效 · Link gone", "<p role=alert>此链接已使用、已过期或不存在，请向管理员索取新链接。"
                + " <span lang=en>This link was used, has run out, or never was. Ask an administrator for another."
                + "</span></p>");
    }

    private static void signInPage(Context request, String person, String alert) {
        page(request, "登录 · Sign in", alert(alert) + "<form method=post action=\"/sign-in\" class=plain>"
                + input("person", "姓名代号", "Person (such as duty-wang)",
                        "type=text autocomplete=username autocapitalize=none spellcheck=false required maxlength=200"
                                + " value=\"" + html(person) + "\"")
                + input("passphrase", "口令", "Passphrase", "type=password autocomplete=current-password required"
                        + " maxlength=" + 2 * Passphrases.LONGEST)
                + input("code", "验证码（审批人和管理员）", "Code (approvers and administrators)",
                        "type=text inputmode=numeric autocomplete=one-time-code maxlength=20")
                + "<button>登录 <span lang=en>Sign in</span></button></form>"
                + "<p>忘记口令或更换手机，请联系管理员。 <span lang=en>Forgotten, or another telephone? Ask an"
                + " administrator.</span></p><p><a href=\"/\">用密钥登录 <span lang=en>Sign in with an API key"
                + "</span></a></p>");
    }

    private static void setUpPage(Context request, Persons.Offer offer, String alert) {
        String secret = Totp.text(offer.secret()).replaceAll("(.{4})(?!$)", "$1 ");
        String factor = offer.needsSecondFactor() ? "<h2>第二因素 <span lang=en>Second factor</span></h2>"
                + "<p>在手机的验证器应用中添加此密钥，然后输入它显示的六位数字。 <span lang=en>Add this key to the"
                + " authenticator of your telephone, then type the six digits it shows.</span></p>"
                + "<p><a href=\"" + html(Totp.address(offer.person(), offer.secret()))
                + "\">在本手机上添加 <span lang=en>Add on this telephone</span></a></p><p><code>" + secret
                + "</code></p>"
                + input("code", "验证码", "Code", "type=text inputmode=numeric autocomplete=one-time-code required"
                        + " maxlength=20")
                : "";
        page(request, "设置口令 · Set a passphrase", alert(alert)
                + "<p>" + html(offer.person()) + "</p><form method=post class=plain>"
                + "<input type=hidden name=username autocomplete=username value=\"" + html(offer.person()) + "\">"
                + input("passphrase", "新口令（至少" + Passphrases.SHORTEST + "个字符）", "New passphrase (at least "
                        + Passphrases.SHORTEST + " characters)",
                        "type=password autocomplete=new-password required"
                                + " minlength=" + Passphrases.SHORTEST + " maxlength=" + Passphrases.LONGEST)
                + input("again", "再次输入", "Again", "type=password autocomplete=new-password required maxlength="
                        + Passphrases.LONGEST)
                + factor + "<button>设置 <span lang=en>Set</span></button></form>");
    }

    private static String alert(String words) {
        return words.isEmpty() ? "" : "<p role=alert class=refused>" + words + "</p>";
    }

    private static String input(String name, String zh, String en, String attributes) {
        return "<p><label for=" + name + ">" + zh + " <span lang=en>" + en + "</span></label><input id=" + name
                + " name=" + name + " " + attributes + "></p>";
    }

    private static String field(Context request, String name) {
        String value = request.formParam(name);
        return value == null ? "" : value;
    }

    private static void page(Context request, String title, String body) {
        request.contentType("text/html; charset=utf-8").header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer").header("X-Robots-Tag", "noindex")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
                                + " frame-ancestors 'none'")
                .result("<!doctype html><html lang=zh><meta charset=utf-8>"
                        + "<meta name=viewport content=\"width=device-width, initial-scale=1\"><title>" + title
                        + "</title><link rel=stylesheet href=/console.css><main><h1>" + title + "</h1>" + body
                        + "</main></html>");
    }

    private static String html(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
