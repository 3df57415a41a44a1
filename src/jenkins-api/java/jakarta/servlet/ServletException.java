package jakarta.servlet;

@SuppressWarnings("serial")
public class ServletException extends Exception {}
