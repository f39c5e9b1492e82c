using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Angioboard.Jobs.Slurm;

/// <summary>The Slurm cluster beside this machine: section <c>Angioboard:Slurm</c>.</summary>
public sealed partial record SlurmOptions
{
    // What the dashboard sets itself, or what would make something else than one job that ends with its trainer.
    private static readonly string[] Own =
    [
        "--array", "--batch", "--chdir", "--clusters", "--error", "--help", "--hold", "--input", "--job-name", "--no-requeue", "--output",
        "--parsable", "--partition", "--quiet", "--requeue", "--signal", "--test-only", "--uid", "--usage", "--version", "--wait", "--wrap",
    ];

    /// <summary>The partitions to show and to offer; none means that there is no cluster.</summary>
    public IReadOnlyList<string> Partitions { get; init; } = [];

    /// <summary>The account that jobs are charged to; null for the user's own.</summary>
    public string? Account { get; init; }

    /// <summary>The quality of service of jobs; null for Slurm's default.</summary>
    public string? Qos { get; init; }

    /// <summary>How long a job may run before it goes back into Slurm's queue, in sbatch's form; null for the partition's limit.</summary>
    public string? TimeLimit { get; init; }

    /// <summary>Further options of sbatch: <c>--mem=32G</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>How many jobs may wait in Slurm at once; the others wait here, where they can be moved.</summary>
    [Range(1, 1000)]
    public int MostWaiting { get; init; } = 4;

    /// <summary>Processors of a job whose settings do not say how many threads.</summary>
    [Range(1, 1024)]
    public int Cpus { get; init; } = 4;

    /// <summary>Whether there is a cluster.</summary>
    public bool IsOn => Partitions.Count > 0;

    /// <summary>What cannot be used, each starting with the setting's name.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (string name in Partitions.Where(name => !Name().IsMatch(name)))
            yield return $"Partitions: \"{name}\" is not a name of a partition; see what `sinfo` lists";
        if (Account is not null && !Name().IsMatch(Account)) yield return $"Account: \"{Account}\" is not a name of an account";
        if (Qos is not null && !Name().IsMatch(Qos)) yield return $"Qos: \"{Qos}\" is not a name of a quality of service";
        if (TimeLimit is not null && !Duration().IsMatch(TimeLimit))
            yield return $"TimeLimit: \"{TimeLimit}\" is not a time in sbatch's form, such as 12:00:00 or 2-00:00:00";
        foreach (string option in Options.Where(option => !Option().IsMatch(option)))
            yield return $"Options: \"{option}\" is not an option in its long form with its value, such as --mem=32G";
        foreach (string option in Options.Where(option => Own.Contains(option.Split('=')[0])))
            yield return $"Options: {option.Split('=')[0]} is set by the dashboard itself, or does not fit a job of one run; leave it out";
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A(\d+-)?\d+(:\d{1,2}){0,2}\z")]
    private static partial Regex Duration();

    [GeneratedRegex(@"\A--[a-z][a-z-]*(=[^\r\n]+)?\z")]
    private static partial Regex Option();
}
