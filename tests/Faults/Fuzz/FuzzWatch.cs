using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace Angioboard.Faults.Fuzz;

/// <summary>Watches reading processes: one that crashes, hangs or uses too much memory is replaced, and its input recorded.</summary>
internal sealed class FuzzWatch(FuzzFolder folder, int seed, int process)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    // A process that notices that it uses too much memory ends itself; one that cannot is ended here.
    private const long MostBytes = 3L << 30;

    /// <summary>Outcomes of each stride-th input from one number up to another.</summary>
    public async IAsyncEnumerable<FuzzOutcome> ReadAsync(int from, int to, int stride,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (int next = from; next < to;)
        {
            int last = next;
            await foreach (FuzzOutcome outcome in RunAsync(next, to, stride, cancellation))
            {
                last = outcome.Number;
                yield return outcome;
                next = last + stride;
            }
        }
    }

    private async IAsyncEnumerable<FuzzOutcome> RunAsync(int from, int to, int stride,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        using Process reader = Start(from, to, stride);
        try
        {
            Channel<string> lines = Channel.CreateUnbounded<string>();
            Task<string> errors = reader.StandardError.ReadToEndAsync(cancellation);
            _ = Task.Run(async () =>
            {
                while (await reader.StandardOutput.ReadLineAsync(cancellation) is { } line) lines.Writer.TryWrite(line);
                lines.Writer.Complete();
            }, cancellation);

            (int Number, string Reader, long Bytes, long Since, TimeSpan Used)? open = null;
            string? ended = null;
            while (true)
            {
                Task<bool> more = lines.Reader.WaitToReadAsync(cancellation).AsTask();
                while (await Task.WhenAny(more, Task.Delay(Look, cancellation)) != more)
                {
                    if (open is null || ended is not null) continue;
                    double milliseconds = Stopwatch.GetElapsedTime(open.Value.Since).TotalMilliseconds;
                    reader.Refresh();
                    double used = (reader.TotalProcessorTime - open.Value.Used).TotalMilliseconds;
                    if (used > FuzzOutcome.LongestMilliseconds(open.Value.Bytes) || milliseconds > FuzzOutcome.LongestWait)
                        ended = $"hung: {milliseconds / 1000:F0} s, {used / 1000:F0} s of processor time";
                    else if (ProcessMemory.Held(reader.Id) > MostBytes) ended = $"took {MostBytes >> 30} GB";
                    if (ended is not null) reader.Kill();
                }
                if (!await more) break;
                while (lines.Reader.TryRead(out string? line))
                {
                    string[] words = line.Split(' ', 7);
                    if (words[0] == "begin")
                        open = (Whole(words[1]), words[2], Whole(words[3]), Stopwatch.GetTimestamp(), reader.TotalProcessorTime);
                    if (words[0] != "end") continue;
                    open = null;
                    yield return new FuzzOutcome(Whole(words[1]), words[2], Whole(words[3]), Whole(words[4]), Whole(words[5]), words[6]);
                }
            }
            await reader.WaitForExitAsync(cancellation);
            if (reader.ExitCode == 0) yield break;
            string said = (await errors).Trim();
            if (open is not { } input)
                throw new InvalidOperationException($"the reading process ended with {reader.ExitCode} between two inputs:\n{said}");
            yield return new FuzzOutcome(
                input.Number, input.Reader, input.Bytes, Stopwatch.GetElapsedTime(input.Since).TotalMilliseconds, 0,
                ended ?? $"crashed with exit code {reader.ExitCode}: {said[..Math.Min(said.Length, 600)].ReplaceLineEndings(" | ")}");
        }
        finally
        {
            if (!reader.HasExited) reader.Kill();
        }
    }

    private static int Whole(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private Process Start(int from, int to, int stride)
    {
        string[] arguments = [FuzzProcess.Verb, folder.Path, .. new[] { seed, process, from, to, stride }
            .Select(number => number.ToString(CultureInfo.InvariantCulture))];
        return Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }
}
