using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Angioboard.Dashboard.Tests.Configuration;

/// <summary>The dashboard as a process started by a shell or a service, and with a closed terminal.</summary>
public sealed class SurroundingsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private Process? process;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (process is { HasExited: false })
            process.Kill();
        process?.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("exec 2>&-")]
    [InlineData("exec <&- >&- 2>&-")]
    [InlineData("exec >/dev/full 2>/dev/full")]
    [InlineData("unset HOME TERM; umask 077; export LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8")]
    public async Task It_serves_and_shuts_down_cleanly_when_its_terminal_is_closed(string shell)
    {
        Process dashboard = Start(shell, out Uri? address);
        await AnswersAsync(dashboard, address);

        await SendAsync("HUP", dashboard);
        await dashboard.WaitForExitAsync(Cancellation);

        Assert.Equal(0, dashboard.ExitCode);
        Assert.DoesNotContain("   at ", await dashboard.StandardError.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_nohup_it_survives_its_terminal()
    {
        Process dashboard = Start("trap '' HUP", out Uri? address);
        await AnswersAsync(dashboard, address);

        await SendAsync("HUP", dashboard);
        await AnswersAsync(dashboard, address);

        await SendAsync("TERM", dashboard);
        await dashboard.WaitForExitAsync(Cancellation);
        Assert.Equal(0, dashboard.ExitCode);
    }

    [Theory]
    [InlineData("export TMPDIR=/nonexistent/tmp",
        "TMPDIR: /nonexistent/tmp/ is missing or not writable; set TMPDIR to a folder of this user, or unset it")]
    [InlineData("mkdir \"$PLACE\"; cd \"$PLACE\"; rmdir \"$PLACE\"",
        "the current folder is gone or cannot be read: change to another one (cd) and start again")]
    public async Task Unusable_surroundings_end_the_start_with_one_line_and_2(string shell, string line)
    {
        Process dashboard = Start(shell, out _);

        string errors = await dashboard.StandardError.ReadToEndAsync(Cancellation);
        await dashboard.WaitForExitAsync(Cancellation);

        Assert.Equal((2, $"angioboard: {line}\n"), (dashboard.ExitCode, errors));
    }

    [Fact]
    public async Task Too_few_file_handles_end_the_start_with_one_line_and_2()
    {
        Process dashboard = Start("ulimit -n 64", out _);

        string errors = await dashboard.StandardError.ReadToEndAsync(Cancellation);
        await dashboard.WaitForExitAsync(Cancellation);

        Assert.Equal(2, dashboard.ExitCode);
        Assert.Matches(
            "^angioboard: too many open files: this process may have no more than 64 open at once and needs [0-9]+; raise the limit "
                + "[^\n]*\n\\z", errors);
    }

    [Fact]
    public async Task A_database_that_can_no_longer_be_opened_shuts_it_down_cleanly_to_be_started_again()
    {
        using SmallDisk disk = new(folder.File("data"), 8192);
        Process dashboard = Start(":", out Uri? address);
        await AnswersAsync(dashboard, address);
        disk.Fill();
        File.WriteAllBytes(folder.File("data", "angioboard.db"), new byte[8192]);

        using HttpClient client = new();
        while (!dashboard.HasExited)
        {
            try
            {
                using HttpResponseMessage health = await client.GetAsync(new Uri(address, "health"), Cancellation);
            }
            catch (HttpRequestException)
            {
                // It is ending.
            }
            await Task.Delay(100, Cancellation);
        }

        Assert.Equal(1, dashboard.ExitCode);
    }

    private Process Start(string shell, out Uri address)
    {
        using TcpListener port = new(IPAddress.Loopback, 0);
        port.Start();
        address = new Uri($"http://{port.LocalEndpoint}");
        port.Stop();
        ProcessStartInfo start =
            new ProcessStartInfo("env",
                ["--default-signal", "/bin/bash", "-c", $"{shell}; exec dotnet \"$0\"",
                    typeof(DashboardHost).Assembly.Location]) { RedirectStandardError = true };
        start.Environment["Angioboard__DataFolder"] = folder.File("data");
        start.Environment["ASPNETCORE_URLS"] = address.ToString().TrimEnd('/');
        start.Environment["PLACE"] = folder.File("place");
        return process = Process.Start(start)!;
    }

    private static async Task AnswersAsync(Process dashboard, Uri address)
    {
        using HttpClient client = new();
        while (true)
        {
            Assert.False(dashboard.HasExited, "the dashboard ended");
            try
            {
                using HttpResponseMessage health = await client.GetAsync(new Uri(address, "health"), Cancellation);
                if (health.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(50, Cancellation);
        }
    }

    private static async Task SendAsync(string signal, Process process)
    {
        using Process kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {process.Id}"]);
        await kill.WaitForExitAsync(Cancellation);
    }
}
