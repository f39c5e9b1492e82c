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
