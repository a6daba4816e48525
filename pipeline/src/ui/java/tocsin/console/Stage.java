package tocsin.console;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tocsin.runtime.Place;
import tocsin.runtime.SharedPair;

/// Gives tests of pages one Tocsin and one browser, which all of them share.
final class Stage implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return type == LiveTocsin.class || type == Chromium.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        // The pair must be in the store before what runs on it: the store closes backwards.
        Place place = SharedPair.place(test, "pages");
        Store store = test.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(Stage.class));
        return parameter.getParameter().getType() == Chromium.class
                ? store.getOrComputeIfAbsent(Chromium.class, _ -> new Chromium())
                : store.getOrComputeIfAbsent(LiveTocsin.class, _ -> live(place));
    }

    private static LiveTocsin live(Place place) {
        try {
            return new LiveTocsin(place);
        } catch (Exception e) {
            throw new IllegalStateException("LiveTocsin does not start", e);
        }
    }
}
