using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Jobs.Doctor;
using Angioboard.Jobs.Slurm;

namespace Angioboard.Jobs.CommandLine.Doctor;

/// <summary>The Slurm cluster, if one is configured.</summary>
internal static class SlurmCheck
{
    private const string Check = "Slurm", Slurm = "Angioboard__Slurm__";

    /// <summary>The findings; none without a cluster.</summary>
    /// <param name="results">The results folder.</param>
    /// <param name="nodes">Whether to check each node as well.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Stops.</param>
    public static async Task<IReadOnlyList<Finding>> OfAsync(string results, bool nodes, TimeProvider time, CancellationToken cancellation)
    {
        IReadOnlyList<string> partitions = EnvironmentVariable.List($"{Slurm}Partitions__");
        if (partitions.Count == 0) return [];
        try
        {
            SlurmSurvey survey = await SlurmQuery.AskAsync(partitions, time, cancellation);
            return
            [
                .. survey.Missing.Select(name =>
                    Finding.Problem(Check, SlurmSurvey.Absent(name), "check that `sinfo` and `squeue` work for this user")),
                .. partitions.Except(survey.Missing).Select(name => Of(name, [.. survey.Nodes.Where(node => node.Partition == name)])),
                .. nodes ? await NodeCheck.OfAsync(survey.Nodes, results, Further(), time, cancellation) : [],
            ];
        }
        catch (InputException e)
        {
            return [.. e.Problems.Select(problem => Finding.Problem(Check, problem, "check that `sinfo` and `squeue` work for this user"))];
        }
    }

    // As in the settings of the dashboard.
    private static string[] Further() =>
    [
        .. EnvironmentVariable.Find($"{Slurm}Account") is { } account ? (string[])[$"--account={account}"] : [],
        .. EnvironmentVariable.Find($"{Slurm}Qos") is { } qos ? (string[])[$"--qos={qos}"] : [],
        .. EnvironmentVariable.List($"{Slurm}Options__"),
    ];

    private static Finding Of(string partition, SlurmNode[] nodes)
    {
        int able = nodes.Count(node => node.TakesJobs), gpus = nodes.Sum(node => node.Gpus);
        string text = $"partition {partition}: {able} of {nodes.Length} {(nodes.Length == 1 ? "node takes" : "nodes take")} jobs, "
            + $"{gpus} {(gpus == 1 ? "GPU" : "GPUs")}";
        return able > 0
            ? Finding.Fine(Check, text)
            : Finding.Problem(Check, text, "see `sinfo -R` for the reasons, and ask the cluster's administrator");
    }
}
