package org.responsestck.mock.fault;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A fault as it was written: keys and values, not yet understood. */
final class Spec {
    private final Map<String, String> values;

    Spec(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** @throws FaultException if the text has not the form {@code kind; key=value; key=value} */
    static Spec parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        String[] parts = text.split(";", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i].strip();
            int sign = part.indexOf('=');
            String key = sign < 0 ? "" : part.substring(0, sign).strip();
            if (i == 0 && sign < 0) {
                values.put("kind", part);
            } else if (part.isEmpty()) {
                continue;
            } else if (key.isEmpty()) {
                throw new FaultException("'" + part
                        + "' is not key=value; write for example 'truncate; after=3; of=response.output_text.delta'");
            } else if (values.put(key, part.substring(sign + 1).strip()) != null) {
                throw new FaultException("the key '" + key + "' is there twice");
            }
        }
        return new Spec(values);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    String text(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    int number(String key, int otherwise, int least, int most) {
        String text = text(key, "");
        if (text.isEmpty() && !has(key)) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new FaultException(
                key + " must be a whole number from " + least + " to " + most + ", not '" + text + "'");
    }

    double part(String key, double otherwise) {
        String text = text(key, "");
        if (text.isEmpty() && !has(key)) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text);
            if (value > 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new FaultException(key + " must be a number above 0 and up to 1, not '" + text + "'");
    }

    /** @throws FaultException if there are keys that are neither in the set nor about how often */
    void allow(Set<String> keys, String what) {
        Set<String> known = new TreeSet<>(keys);
        known.addAll(FaultRule.KEYS);
        for (String key : new TreeSet<>(values.keySet())) {
            if (!known.contains(key) && !key.equals("kind")) {
                throw new FaultException(
                        "unknown key '" + key + "' in " + what + "; known are " + String.join(", ", known));
            }
        }
    }
}
