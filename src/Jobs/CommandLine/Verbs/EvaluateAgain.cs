using Angioboard.Core;
using Angioboard.Core.Experiments;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`evaluate RUN…`: evaluates runs' predictions once more, by this version's methods.</summary>
internal static class EvaluateAgain
{
    /// <summary>Evaluates each run; one that cannot be does not hold up the others.</summary>
    /// <param name="given">Folders of runs, or folders with runs below them.</param>
    /// <param name="cancellation">Stops between two resamples.</param>
    /// <exception cref="InputException">Some could not be evaluated: a line each. Or a folder holds no run.</exception>
    public static async Task<int> DoAsync(IEnumerable<string> given, CancellationToken cancellation)
    {
        RunFolder[] runs = [.. given.SelectMany(Below).DistinctBy(run => run.Path)];
        List<string> problems = [];
        int done = 0;
        await using (Screen screen = new(TimeProvider.System))
        {
            foreach (RunFolder run in runs)
            {
                if (!File.Exists(run.Predictions))
                {
                    Console.WriteLine($"{run.Path}: has no predictions, left out");
                    continue;
                }
                try
                {
                    using RunLock held = await RunLock.TakeAsync(run, TimeProvider.System, cancellation);
                    Reevaluation.Do(run, screen, cancellation);
                    Console.WriteLine($"{run.Path}: evaluated");
                    done++;
                }
                catch (InputException e)
                {
                    problems.AddRange(e.Problems);
                }
                catch (HeldException e)
                {
                    problems.Add(e.Message);
                }
            }
        }
        Console.WriteLine(done == 1 ? "1 run evaluated again" : $"{done} runs evaluated again");
        return problems.Count > 0 ? throw new InputException(problems) : ExitCode.Done;
    }

    private static IEnumerable<RunFolder> Below(string given)
    {
        string path = Path.GetFullPath(given);
        if (!Directory.Exists(path)) throw new InputException($"{given}: is not there; give the folder of a run, Train_N");
        if (File.Exists(new RunFolder(path).Settings)) return [new RunFolder(path)];
        EnumerationOptions deep = new()
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 3,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        RunFolder[] found = [.. Directory.EnumerateDirectories(path, "Train_*", deep)
            .Order(NaturalOrder.Comparer)
            .Select(folder => new RunFolder(folder))
            .Where(run => File.Exists(run.Settings))];
        return found.Length > 0 ? found : throw new InputException($"{given}: has no runs; give the folder of a run, Train_N");
    }
}
