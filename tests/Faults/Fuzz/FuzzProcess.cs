using System.Globalization;
using Angioboard.Core;

namespace Angioboard.Faults.Fuzz;

/// <summary>The process that reads: it prints each input before reading it, and the outcome afterwards.</summary>
internal static class FuzzProcess
{
    /// <summary>The argument that starts the executable for this.</summary>
    public const string Verb = "fuzz-read";

    /// <summary>
    /// Reads every n-th input from one number up to another. <paramref name="arguments"/>: folder, seed, process, from, to, n.
    /// </summary>
    public static int Run(string[] arguments)
    {
        FuzzFolder folder = new(arguments[0]);
        int[] numbers = [.. arguments[1..].Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        (int seed, int process, int from, int to, int stride) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        FuzzReaders readers = new(folder);
        FuzzInputs inputs = new(readers, folder, seed);
        string scratch = folder.Scratch(process);
        Stream journal = Console.OpenStandardOutput();
        Warm(readers, folder, scratch);

        for (int number = from; number < to; number += stride)
        {
            (FuzzReader reader, byte[] bytes) = inputs.Make(number);
            if (Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
            Directory.CreateDirectory(scratch);
            string path = Path.Combine(scratch, reader.FileName);
            File.WriteAllBytes(path, bytes);
            int size = bytes.Length;
            bytes = [];
            // Pools keep memory of the largest file. A new process starts without it.
            if (!ProcessMemory.Settle() && number > from) return 0;
            Say(journal, $"begin {number} {reader.Name} {size}");
            TimeSpan start = Environment.CpuUsage.TotalTime;
            string outcome = Read(reader, path);
            double milliseconds = (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
            Say(journal,
                string.Create(CultureInfo.InvariantCulture,
                    $"end {number} {reader.Name} {size} {milliseconds:F0} {ProcessMemory.Peak() >> 20} {outcome}"));
        }
        return 0;
    }

    private static string Read(FuzzReader reader, string path)
    {
        try
        {
            reader.Read(path);
            return "read";
        }
        catch (InputException refusal)
        {
            return Judgement.Fault(refusal, path) is { } fault ? Line($"failed {fault}") : "refused";
        }
        catch (Exception e)
        {
            return Line($"failed {e}");
        }
    }

    /// <summary>Reads once first, so that the process's start-up costs do not count for its first file.</summary>
    private static void Warm(FuzzReaders readers, FuzzFolder folder, string scratch)
    {
        foreach (FuzzReader reader in readers.All)
        {
            Directory.CreateDirectory(scratch);
            string path = Path.Combine(scratch, reader.FileName);
            File.WriteAllBytes(path, folder.SeedFiles(reader.Name)[0]);
            reader.Read(path);
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static string Line(string text) => text[..Math.Min(text.Length, 1500)].ReplaceLineEndings(" | ");

    private static void Say(Stream journal, string line)
    {
        journal.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
        journal.Flush();
    }
}
