using Angioboard.Core;
using Angioboard.Dashboard.Configuration;
using Angioboard.Jobs;
using Microsoft.Extensions.Configuration;

namespace Angioboard.Dashboard.Tests.Configuration;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("DataFoldr", "/tmp", "Angioboard:DataFoldr: there is no such setting")]
    [InlineData("Retention:Days", "3", "Angioboard:Retention:Days: there is no such setting")]
    [InlineData("QuietMinutes", "soon", "Angioboard:QuietMinutes: \"soon\" is not a number")]
    [InlineData("MinimumFreeGigabytes", "0,5",
        "Angioboard:MinimumFreeGigabytes: \"0,5\" is not a number; write one with a point, such as 0.5")]
    [InlineData("Retention:TrashDays", "1,5", "Angioboard:Retention:TrashDays: \"1,5\" is not a number")]
    [InlineData("Retention:TrashDays", "it's long", "Angioboard:Retention:TrashDays: \"it's long\" is not a number")]
    [InlineData("QuietMinutes", "-1", "Angioboard:QuietMinutes: -1 is not between 0 and 1440")]
    [InlineData("Retention:TrashDays", "-1", "Angioboard:Retention:TrashDays: -1 is not between")]
    [InlineData("PathBase", "angioboard", "Angioboard:PathBase: \"angioboard\" must start with a slash")]
    [InlineData("PublicUrl", "box", "Angioboard:PublicUrl: \"box\" is not an address")]
    [InlineData("Proxies:0", "box", "Angioboard:Proxies: \"box\" is neither an address such as 127.0.0.1")]
    [InlineData("Hosts:0", "http://box", "Angioboard:Hosts: \"http://box\" is not a host name")]
    [InlineData("DataFolder", "/proc/none", "Angioboard:DataFolder: /proc/none is not writable")]
    public void A_setting_that_cannot_be_used_is_named(string key, string value, string expected)
    {
        string problem = Assert.Single(Assert.Throws<InputException>(() => Settings.Read(Configuration((key, value)))).Problems);

        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OpenIdConnect:Authority", "login.example.org",
        "Authority: \"login.example.org\" is not a provider's address such as https://")]
    [InlineData("OpenIdConnect:Authority", "http://login.example.org", "Authority: \"http://login.example.org\" must begin with https")]
    [InlineData("OpenIdConnect:ClientId", " ", "ClientId: is missing")]
    [InlineData("OpenIdConnect:ClientSecret", " ", "ClientSecret: is empty")]
    [InlineData("OpenIdConnect:ClientSecretFile", "/nonexistent/secret", "ClientSecretFile: /nonexistent/secret cannot be read (")]
    [InlineData("OpenIdConnect:ClientSecretFile", "/dev/null", "ClientSecretFile: /dev/null is empty")]
    [InlineData("OpenIdConnect:NameClaim", "", "NameClaim: is empty")]
    [InlineData("OpenIdConnect:Scopes:0", "a b", "Scopes: \"a b\" is not a scope such as profile")]
    [InlineData("OpenIdConnect:DisplayName", " ", "DisplayName: must have 1 to 60 characters")]
    [InlineData("OpenIdConnect:DefaultRole", "administrator", "DefaultRole: \"administrator\" is not one of viewer, researcher, none")]
    [InlineData("OpenIdConnect:Roles:Administrator:0", "", "Roles: one of the groups has no name")]
    [InlineData("OpenIdConnect:Roles:Boss:0", "chiefs", "Roles:Boss: there is no such setting")]
    [InlineData("ProxySignIn:Header", "X Remote", "Header: \"X Remote\" is not the name of a header such as X-Remote-User")]
    [InlineData("ProxySignIn:Header", "X-Forwarded-User", "Header: X-Forwarded-User has another meaning")]
    [InlineData("ProxySignIn:Header", "cookie", "Header: cookie has another meaning")]
    [InlineData("ProxySignIn:From:0", "box", "From: \"box\" is neither an address such as 127.0.0.1")]
    [InlineData("ProxySignIn:RoleHeader", "x-remote-user", "RoleHeader: is the same as Header")]
    [InlineData("ProxySignIn:RoleSeparator", "", "RoleSeparator: \"\" is not one character")]
    [InlineData("ProxySignIn:Roles:Viewer:0", "lab", "RoleHeader: is missing, and Roles is set")]
    public void A_setting_of_a_sign_in_that_cannot_be_used_is_named(string key, string value, string expected)
    {
        string section = key.Split(':')[0];
        (string, string)[] usable = section == "ProxySignIn"
            ? [("ProxySignIn:Header", "X-Remote-User"), ("ProxySignIn:From:0", "10.0.0.5")]
            : [("OpenIdConnect:Authority", "https://login.example.org"), ("OpenIdConnect:ClientId", "angioboard")];

        string problem = Assert.Single(Assert.Throws<InputException>(() =>
            Settings.Read(Configuration([.. usable.Where(one => one.Item1 != key), (key, value)]))).Problems);

        Assert.StartsWith($"Angioboard:{section}:{expected}", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proxy_that_signs_users_in_needs_an_address_and_one_secret_is_enough()
    {
        Assert.Equal(
            ["Angioboard:ProxySignIn:From: is missing; give the proxy's address, such as 10.0.0.5"],
            Assert.Throws<InputException>(() => Settings.Read(Configuration(("ProxySignIn:Header", "X-Remote-User")))).Problems);
        Assert.Equal(
            ["Angioboard:OpenIdConnect:ClientSecretFile: ClientSecret is set too; remove one of them"],
            Assert.Throws<InputException>(() => Settings.Read(Configuration(
                ("OpenIdConnect:Authority", "https://login.example.org"), ("OpenIdConnect:ClientId", "angioboard"),
                ("OpenIdConnect:ClientSecret", "a"), ("OpenIdConnect:ClientSecretFile", "/etc/hostname")))).Problems);
    }

    [Fact]
    public void Settings_are_read_and_their_folders_made()
    {
        using TemporaryFolder folder = new();

        AngioboardOptions options = Settings.Read(Configuration(
            ("DataFolder", folder.File("data")), ("Devices:0", "cpu"), ("QuietMinutes", "2.5"), ("Retention:TrashDays", "1"),
            ("PathBase", "/angioboard")));

        Assert.Equal(folder.File("data"), options.DataFolder);
        Assert.Equal(["cpu"], options.Devices!);
        Assert.Equal(2.5, options.QuietMinutes);
        Assert.Equal(1, options.Retention.TrashDays);
        Assert.True(Directory.Exists(folder.File("data", "results")));
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(v => KeyValuePair.Create($"Angioboard:{v.Key}", (string?)v.Value)))
        .Build();
}
