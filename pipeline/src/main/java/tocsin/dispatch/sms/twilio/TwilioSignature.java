package tocsin.dispatch.sms.twilio;

import com.twilio.security.RequestValidator;
import java.net.URI;
import java.util.Map;

/// Tells a request that Twilio signed for our public address from every other.
public final class TwilioSignature {
    private final RequestValidator validator;
    private final String publicUrl;

    /// @param publicUrl the address Twilio calls, without a path
    public TwilioSignature(String authToken, URI publicUrl) {
        this.validator = new RequestValidator(authToken);
        String text = publicUrl.toString();
        this.publicUrl = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /// Whether this signature is Twilio's for a request to this path, query included, with this form.
    public boolean isTrue(String pathAndQuery, Map<String, String> form, String signature) {
        return validator.validate(publicUrl + pathAndQuery, form, signature);
    }
}
