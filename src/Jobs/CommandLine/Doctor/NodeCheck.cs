using System.Diagnostics;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Jobs.Doctor;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Slurm;

namespace Angioboard.Jobs.CommandLine.Doctor;

/// <summary>Runs `doctor` on every node of a cluster, in a job of Slurm, and tries the disk that this machine shares with it.</summary>
internal static class NodeCheck
{
    // For a place on the node, and then for the check, whose training steps take a minute on a loaded machine.
    private const int SecondsForPlace = 20;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    /// <summary>The findings about all nodes that take jobs.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="results">The results folder.</param>
    /// <param name="further">Further options of srun: the account, and what else the cluster asks for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Stops.</param>
    public static async Task<IReadOnlyList<Finding>> OfAsync(IReadOnlyList<SlurmNode> nodes, string results,
        IReadOnlyList<string> further, TimeProvider time, CancellationToken cancellation)
    {
        string probe = Path.Combine(results, $".angioboard-doctor-{Guid.NewGuid():N}");
        try
        {
            using IDisposable? held = SharedProbe.Make(probe);
            Finding[][] found = await Task.WhenAll(nodes.DistinctBy(node => node.Name)
                .Select(node => OfAsync(node, probe, results, further, time, cancellation)));
            return [.. found.SelectMany(one => one)];
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException)
        {
            return [Finding.Problem("nodes", $"{results}: {(e is InputException ? e.Message : FileTrouble.Words(e))}",
                "give this user the right to write there")];
        }
        finally
        {
            SharedProbe.Remove(probe);
        }
    }

    private static async Task<Finding[]> OfAsync(SlurmNode node, string probe, string results, IReadOnlyList<string> further,
        TimeProvider time, CancellationToken cancellation)
    {
        string check = $"node {node.Name}";
        if (!node.TakesJobs)
            return [Finding.Caution(check, $"takes no jobs ({node.State}), so it was not checked", "see `sinfo -R` for the reason")];
        string program = Environment.ProcessPath ?? "angioboard";
        string[] arguments =
        [
            $"--partition={node.Partition}", $"--nodelist={node.Name}", "--ntasks=1", "--cpus-per-task=1", "--time=5", "--chdir=/",
            $"--immediate={SecondsForPlace}", "--input=none", "--quiet", "--job-name=angioboard-doctor",
            .. node.Gpus > 0 ? (string[])["--gres=gpu:1"] : [], .. further,
            program, "doctor", "--json", "--results-folder", results, "--probe", probe,
        ];
        try
        {
            string text = await SlurmCommand.RunAsync("srun", arguments, time, cancellation, limit: Limit, longest: Longest,
                accepted: ExitCode.Failed);
            return [.. DoctorReport.Read(text).Findings.Select(finding => finding with { Check = $"{check}, {finding.Check}" })];
        }
        catch (InputException e) when (e.Message.Contains("busy", StringComparison.OrdinalIgnoreCase))
        {
            return [Finding.Caution(check, $"gave no place within {SecondsForPlace} s, so it was not checked: {e.Message}",
                "check again when it has a free processor and GPU")];
        }
        catch (InputException e)
        {
            return [Finding.Problem(check, e.Message,
                $"install Angioboard at the same path on all nodes, or on the shared disk: {program}, with .NET unless it is published")];
        }
    }

    // The node's own check must not check the cluster again.
    private static void Limit(ProcessStartInfo start)
    {
        string[] own = [.. start.Environment.Keys.Where(name => name.StartsWith("Angioboard__Slurm", StringComparison.Ordinal))];
        foreach (string name in own)
            start.Environment.Remove(name);
        start.Environment.Remove("CUDA_VISIBLE_DEVICES");
    }
}
