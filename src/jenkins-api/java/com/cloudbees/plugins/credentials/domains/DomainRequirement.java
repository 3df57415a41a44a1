package com.cloudbees.plugins.credentials.domains;

import hudson.ExtensionPoint;
import java.io.Serializable;

@SuppressWarnings("serial")
public class DomainRequirement implements ExtensionPoint, Serializable {}
