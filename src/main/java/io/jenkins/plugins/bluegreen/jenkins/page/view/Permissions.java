package io.jenkins.plugins.bluegreen.jenkins.page.view;

import hudson.model.Item;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import io.jenkins.plugins.bluegreen.jenkins.page.Messages;

/** The permissions of this plugin. */
public final class Permissions {

    /** Where they stand. Without a slash in its title, at which those who read a permission's name split it. */
    public static final PermissionGroup GROUP = new PermissionGroup(Permissions.class, Messages._Permissions_Title());

    /** To go back to an older release of what a job deployed last; whoever may build that job may. */
    public static final Permission ROLL_BACK =
            new Permission(GROUP, "RollBack", Messages._Permissions_RollBack(), Item.BUILD, PermissionScope.ITEM);

    private Permissions() {}
}
