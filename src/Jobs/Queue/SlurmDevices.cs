using Angioboard.Core.Settings;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Slurm;

namespace Angioboard.Jobs.Queue;

/// <summary>The partitions of the Slurm cluster as devices that runs can use.</summary>
public static class SlurmDevices
{
    /// <summary>The partitions.</summary>
    /// <param name="partitions">Their names.</param>
    /// <param name="survey">The cluster as last seen.</param>
    public static IReadOnlyList<DeviceState> Of(IReadOnlyList<string> partitions, SlurmSurvey survey)
    {
        string? why = survey.Problem is { } problem ? $"Slurm does not answer: {problem}"
            : survey.At is null ? "Slurm has not answered yet"
            : null;
        return [.. partitions.Select(partition => new DeviceState
        {
            Id = DeviceSetting.Slurm(partition), Name = Name(partition, survey),
            Blocked = why ?? (survey.Missing.Contains(partition) ? SlurmSurvey.Absent(partition) : null),
        })];
    }

    private static string Name(string partition, SlurmSurvey survey)
    {
        SlurmNode[] nodes = [.. survey.Nodes.Where(node => node.Partition == partition)];
        int gpus = nodes.Sum(node => node.Gpus);
        if (nodes.Length == 0) return $"Slurm {partition}";
        return $"Slurm {partition} ({Count(nodes.Length, "node")}{(gpus > 0 ? $", {Count(gpus, "GPU")}" : "")})";
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
