namespace Angioboard.Benchmarks;

/// <summary>What the figures were taken on.</summary>
internal static class Hardware
{
    public static string Describe()
    {
        string model = Line("/proc/cpuinfo", "model name") ?? "unknown processor";
        string memory = Line("/proc/meminfo", "MemTotal") is { } total ? $"{long.Parse(total.Split(' ')[0]) / 1048576.0:F0} GiB" : "unknown memory";
        return $"{model}, {Environment.ProcessorCount} cores, {memory}";
    }

    private static string? Line(string file, string name) => !File.Exists(file) ? null
        : File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
}
