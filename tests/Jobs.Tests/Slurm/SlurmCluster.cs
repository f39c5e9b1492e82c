using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Angioboard.Jobs.Tests.Slurm;

/// <summary>A real Slurm cluster of two nodes on this machine, for the tests of one class.</summary>
public sealed class SlurmCluster : IDisposable
{
    private const string Configuration = "SLURM_CONF";

    private readonly TemporaryFolder folder = new();

    public SlurmCluster()
    {
        Script("start", folder.Path);
        // Slurm's commands find the cluster by it; no other tests use Slurm.
        Environment.SetEnvironmentVariable(Configuration, folder.File("slurm.conf"));
    }

    /// <summary>Starts a node's daemon again, which may not see a folder.</summary>
    public void StartNode(string node, string? hidden = null)
    {
        Script(["start-node", folder.Path, node, .. hidden is null ? (string[])[] : [hidden]]);
        Stopwatch waited = Stopwatch.StartNew();
        while (!Run("sinfo", "-h", "-N", "-n", node, "-o", "%T").Trim().StartsWith("idle", StringComparison.Ordinal))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(5), $"{node} does not come back");
            Thread.Sleep(200);
        }
    }

    /// <summary>Kills a node's daemon and all that runs there.</summary>
    public void KillNode(string node) => Script("kill-node", folder.Path, node);

    /// <summary>Ends the controller, as for an update, or starts it again.</summary>
    public void Controller(bool runs)
    {
        if (runs) Run("slurmctld");
        else Run("scontrol", "shutdown", "slurmctld");
    }

    /// <summary>Submits a job that sleeps; returns its number.</summary>
    public static string Submit(params string[] options) =>
        Run("sbatch", ["--parsable", "--output=/dev/null", .. options, "--wrap", "sleep 300"]).Trim();

    public void Dispose()
    {
        Script("stop", folder.Path);
        Environment.SetEnvironmentVariable(Configuration, null);
        folder.Dispose();
    }

    public static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
        return text;
    }

    // Daemons inherit the output, which then has no end, so it is not read.
    private static void Script(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("bash", [Path.Combine(Tests(), "slurm-cluster.sh"), .. arguments]))!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"slurm-cluster.sh {arguments[0]} ended with {process.ExitCode}");
    }

    private static string Tests([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
