using Angioboard.Jobs.Doctor;

namespace Angioboard.Jobs.Tests.CommandLine.Verbs;

/// <summary>`doctor` as a process, on this machine and on machines with faults.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task This_machine_trains_with_the_right_numbers_and_its_disks_do_what_runs_need()
    {
        ProcessOutcome outcome = await RunAsync([], "--json");

        DoctorReport report = DoctorReport.Read(outcome.Output);
        Assert.True(report.IsHealthy, report.ToText());
        Assert.Equal(0, outcome.ExitCode);
        string[] checks = [.. report.Findings.Select(finding => finding.Check).Distinct()];
        Assert.All(
            ["libtorch", "processor", "CUDA", "training on the processor, float32", "training on the processor, bf16", "results folder",
                "data folder", "frame cache", "pretrained weights", "fonts", "dashboard"],
            check => Assert.Contains(check, checks));
        Assert.All(report.Findings.Where(finding => finding.Check.StartsWith("training", StringComparison.Ordinal)),
            finding => Assert.Matches("^[1-9][0-9]* frames/s", finding.Text));
        Assert.Contains(report.Findings,
            finding => finding.Check == "results folder" && finding.Text.Contains("locks work", StringComparison.Ordinal));
        // Nothing is left behind.
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_bad_libtorch_a_full_disk_and_a_wrong_address_each_get_a_line_and_what_to_do()
    {
        string empty = Directory.CreateDirectory(folder.File("torch")).FullName;

        ProcessOutcome outcome = await RunAsync(new()
        {
            ["LIBTORCH"] = empty,
            ["Angioboard__MinimumFreeGigabytes"] = "1000000",
            ["ASPNETCORE_URLS"] = "not an address",
            ["ANGIOBOARD_CACHE_GB"] = "much",
        });

        Assert.Equal(1, outcome.ExitCode);
        Assert.Matches(@"(?m)^PROBLEM  libtorch: LIBTORCH=.*/torch: libc10\.so.* is not there", outcome.Output);
        Assert.Matches(@"(?m)^PROBLEM  results folder: .* GB free$", outcome.Output);
        Assert.Contains("→ free some space: no run starts below 1000000 GB", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("PROBLEM  dashboard: ASPNETCORE_URLS: not an address is not an address", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("PROBLEM  frame cache: ANGIOBOARD_CACHE_GB: much is not a number", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Output + outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_does_not_answer_and_a_taken_port_are_cautions()
    {
        using System.Net.Sockets.TcpListener taken = new(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        int port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        string torch = Directory.CreateDirectory(folder.File("torch")).FullName;

        // Without libtorch it is quick.
        ProcessOutcome outcome = await RunAsync(new()
        {
            ["LIBTORCH"] = torch,
            ["HF_HUB_OFFLINE"] = "0",
            ["HF_ENDPOINT"] = "http://127.0.0.1:9",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
        });

        Assert.Contains("caution  pretrained weights: 127.0.0.1 cannot be reached", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"caution  dashboard: not running on this data folder; port {port} is used by another program", outcome.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_a_problem_and_a_proxy_on_this_machine_a_caution()
    {
        string torch = Directory.CreateDirectory(folder.File("torch")).FullName;

        ProcessOutcome outcome = await RunAsync(new()
        {
            ["LIBTORCH"] = torch,
            ["Angioboard__OpenIdConnect__Authority"] = "http://127.0.0.1:9/realms/clinic/",
            ["Angioboard__ProxySignIn__From__0"] = "10.0.0.5",
            ["Angioboard__ProxySignIn__From__1"] = "127.0.0.0/8",
        });

        Assert.Contains("PROBLEM  sign-in: http://127.0.0.1:9/realms/clinic/.well-known/openid-configuration cannot be read: ",
            outcome.Output, StringComparison.Ordinal);
        Assert.Contains("caution  sign-in: a proxy on this machine signs users in by a header", outcome.Output, StringComparison.Ordinal);
    }

    private async Task<ProcessOutcome> RunAsync(Dictionary<string, string> environment, params string[] options)
    {
        environment.TryAdd("HF_HUB_OFFLINE", "1");
        environment.TryAdd("Angioboard__DataFolder", folder.File("data"));
        return await AngioboardProcess.RunAsync(environment, ["doctor", .. options]);
    }
}
