package hudson.model;

import hudson.FilePath;

public abstract class Node extends AbstractModelObject {

    Node() {}

    public abstract FilePath getRootPath();
}
