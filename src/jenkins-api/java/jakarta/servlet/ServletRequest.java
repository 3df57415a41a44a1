package jakarta.servlet;

public interface ServletRequest {

    String getParameter(String name);

    void setAttribute(String name, Object o);
}
