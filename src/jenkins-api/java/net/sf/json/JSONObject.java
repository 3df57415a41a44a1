package net.sf.json;

public final class JSONObject {

    private JSONObject() {}

    public static JSONObject fromObject(Object object) {
        throw new UnsupportedOperationException();
    }

    public String optString(String key) {
        throw new UnsupportedOperationException();
    }

    public Object opt(String key) {
        throw new UnsupportedOperationException();
    }
}
