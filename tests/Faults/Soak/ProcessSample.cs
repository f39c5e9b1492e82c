namespace Angioboard.Faults.Soak;

/// <summary>A process's resources at one moment.</summary>
/// <param name="Megabytes">
/// Resident private memory. Mapped files, mainly its libraries, are not counted: the system loads and drops them freely.
/// </param>
/// <param name="Handles">Open files, sockets and the like.</param>
/// <param name="Sockets">The sockets among them: each open page has one.</param>
/// <param name="Threads">Its threads.</param>
internal sealed record ProcessSample(double Megabytes, int Handles, int Sockets, int Threads)
{
    public static ProcessSample Of(int pid)
    {
        string[] status = File.ReadAllLines($"/proc/{pid}/status");
        string[] handles = [.. Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd").Select(Target)];
        return new(
            Number(status, "RssAnon:") / 1024.0,
            handles.Length,
            handles.Count(target => target.StartsWith("socket:", StringComparison.Ordinal)),
            (int)Number(status, "Threads:"));
    }

    /// <summary>The median of each figure over some samples.</summary>
    public static ProcessSample Median(IReadOnlyCollection<ProcessSample> samples) => new(
        Middle(samples, sample => sample.Megabytes), (int)Middle(samples, sample => sample.Handles),
        (int)Middle(samples, sample => sample.Sockets),
        (int)Middle(samples, sample => sample.Threads));

    private static double Middle(IReadOnlyCollection<ProcessSample> samples, Func<ProcessSample, double> figure) =>
        samples.Select(figure).Order().ElementAt(samples.Count / 2);

    // A handle may be closed after it was listed.
    private static string Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static long Number(string[] status, string name) =>
        long.Parse(status.First(line => line.StartsWith(name, StringComparison.Ordinal))
            .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]);
}
