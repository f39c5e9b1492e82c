namespace Angioboard.Faults.Soak;

/// <summary>What a process holds at a moment.</summary>
/// <param name="Megabytes">Resident memory of its own: files that it maps, its libraries above all, come and go as the system likes.</param>
/// <param name="Handles">Open files, sockets and the like.</param>
/// <param name="Sockets">Of these the sockets: each open page has one.</param>
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

    /// <summary>The middle of each of some samples' figures.</summary>
    public static ProcessSample Median(IReadOnlyCollection<ProcessSample> samples) => new(
        Middle(samples, sample => sample.Megabytes), (int)Middle(samples, sample => sample.Handles), (int)Middle(samples, sample => sample.Sockets),
        (int)Middle(samples, sample => sample.Threads));

    private static double Middle(IReadOnlyCollection<ProcessSample> samples, Func<ProcessSample, double> figure) => samples.Select(figure).Order().ElementAt(samples.Count / 2);

    // A handle may be closed between the list and the look.
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

    private static long Number(string[] status, string name) => long.Parse(status.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]);
}
