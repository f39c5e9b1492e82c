using System.Diagnostics;

namespace Angioboard.EndToEnd;

/// <summary>The campaigns of tests/Faults, with small counts; a failure shows what they printed.</summary>
[Collection("campaigns")]
public sealed class FaultTests
{
    // A campaign that takes this long hangs.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    [Fact]
    public Task Runs_whose_trainers_and_dashboards_are_killed_end_with_the_same_bytes() => CampaignAsync("kills", "--count", "24");

    [Fact]
    public Task A_database_whose_writer_is_killed_has_every_confirmed_write() => CampaignAsync("database", "--count", "100");

    [Fact]
    public Task Damaged_files_of_every_kind_are_read_or_clearly_refused_within_limits_of_time_and_memory() =>
        CampaignAsync("fuzz", "--count", "2000");

    [Fact]
    public Task A_launch_whose_dashboard_is_killed_is_complete_or_gone() => CampaignAsync("launches", "--count", "12");

    [Fact]
    public Task Studies_whose_trainers_and_dashboards_are_killed_have_the_results_of_one_nobody_touched() =>
        CampaignAsync("studies", "--count", "8");

    [Fact]
    public Task Full_disks_of_the_database_the_results_or_both_only_cost_time() => CampaignAsync("disks", "--count", "6");

    private static async Task CampaignAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("env", ["--default-signal", BuiltProgram.Faults, .. arguments]) { RedirectStandardOutput = true,
            RedirectStandardError = true };
        start.Environment.Remove("LIBTORCH");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
        await process.WaitForExitAsync(CancellationToken.None);

        string said = $"{await output}\n{await errors}";
        TestContext.Current.SendDiagnosticMessage("{0}", said);
        Assert.True(process.ExitCode == 0, said);
    }
}
