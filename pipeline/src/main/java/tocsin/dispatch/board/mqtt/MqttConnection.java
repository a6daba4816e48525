package tocsin.dispatch.board.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.dispatch.Attempt;
import tocsin.v1.DeliveryReason;

/// A connection to a broker that is made again whenever it breaks.
final class MqttConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MqttConnection.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /// A broker silent for one and a half times as long is taken for gone.
    private static final int KEEP_ALIVE_SECONDS = 20;

    private final MqttSettings settings;
    private final String filter;
    private final Consumer<Mqtt5Publish> heard;
    private final Mqtt5AsyncClient client;
    private volatile boolean closed;

    /// Begins to connect, and does not wait for it.
    ///
    /// @param filter the topics to hear
    /// @param heard told every message of them; must not throw, which would end the hearing for good
    MqttConnection(MqttSettings settings, String filter, Consumer<Mqtt5Publish> heard) {
        this.settings = settings;
        this.filter = filter;
        this.heard = heard;
        this.client = client();
        // A session of its own for each connection: what was not acknowledged on one is not sent again on the next.
        told("nothing more is tried", client.connectWith().cleanStart(true).sessionExpiryInterval(0)
                .keepAlive(KEEP_ALIVE_SECONDS).send());
    }

    private Mqtt5AsyncClient client() {
        long limit = settings.limit().toMillis();
        Mqtt5ClientBuilder builder = Mqtt5Client.builder().identifier(settings.clientId())
                .transportConfig().socketConnectTimeout(limit, TimeUnit.MILLISECONDS)
                .mqttConnectTimeout(limit, TimeUnit.MILLISECONDS).applyTransportConfig()
                .serverHost(settings.host()).serverPort(settings.port())
                .automaticReconnect().initialDelay(FIRST_PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                .maxDelay(LONGEST_PAUSE.toMillis(), TimeUnit.MILLISECONDS).applyAutomaticReconnect()
                .addConnectedListener(_ -> connected())
                .addDisconnectedListener(this::disconnected);
        if (settings.tls()) {
            builder = builder.sslWithDefaultConfig();
        }
        if (settings.user() != null) {
            String password = settings.password() == null ? "" : settings.password();
            builder = builder.simpleAuth().username(settings.user())
                    .password(password.getBytes(StandardCharsets.UTF_8)).applySimpleAuth();
        }
        return builder.buildAsync();
    }

    private void connected() {
        if (closed) {
            told("the connection ends by itself", client.disconnect());
            return;
        }
        LOG.info("connected to the boards' broker {}", settings);
        // The client's own ears end with the session, which ends with the connection.
        told("the boards are not heard", client.subscribeWith().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE)
                .callback(heard).send());
    }

    /// The client cannot be told to stop while it waits to try again: it is told here, or in [#connected()].
    private void disconnected(MqttClientDisconnectedContext context) {
        if (closed) {
            context.getReconnector().reconnect(false);
        } else {
            context.getReconnector().resubscribeIfSessionExpired(false);
            LOG.warn("no connection to the boards' broker {}: {}", settings, context.getCause().getMessage());
        }
    }

    private void told(String consequence, CompletableFuture<?> future) {
        CompletableFuture<?> _ = future.whenComplete((_, failure) -> {
            if (failure != null && !closed) {
                LOG.warn("boards' broker {}: {}: {}", settings, consequence, failure.getMessage());
            }
        });
    }

    /// Publishes what the broker shall keep.
    ///
    /// @return what went wrong, or empty once the broker has acknowledged it
    Optional<Attempt> publish(String topic, byte[] payload) {
        if (closed || !client.getState().isConnected()) {
            return later(DeliveryReason.CONNECTION_FAILED, "there is no connection to the broker");
        }
        CompletableFuture<?> acknowledged = client.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE).retain(true)
                .contentType("application/json").payload(payload).send();
        try {
            acknowledged.get(settings.limit().toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return later(DeliveryReason.TIMED_OUT, "the broker did not acknowledge within " + settings.limit());
        } catch (ExecutionException e) {
            return refusal(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return later(DeliveryReason.TIMED_OUT, "interrupted while waiting for the broker");
        }
    }

    private static Optional<Attempt> refusal(@Nullable Throwable failure) {
        if (!(failure instanceof Mqtt5PubAckException refused)) {
            return later(DeliveryReason.CONNECTION_FAILED, "the connection to the broker broke");
        }
        String detail = "the broker answered " + refused.getMqttMessage().getReasonCode();
        return switch (refused.getMqttMessage().getReasonCode()) {
            case NOT_AUTHORIZED -> Optional.of(new Attempt.Refused(DeliveryReason.AUTHENTICATION_FAILED, detail));
            case TOPIC_NAME_INVALID -> Optional.of(new Attempt.Refused(DeliveryReason.CONFIGURATION, detail));
            case QUOTA_EXCEEDED -> later(DeliveryReason.THROTTLED, detail);
            default -> later(DeliveryReason.PROVIDER_ERROR, detail);
        };
    }

    private static Optional<Attempt> later(DeliveryReason reason, String detail) {
        return Optional.of(new Attempt.Retry(reason, detail, Optional.empty()));
    }

    @Override
    public void close() {
        closed = true;
        try {
            client.disconnect().get(settings.limit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("there was no connection to be ended politely", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
