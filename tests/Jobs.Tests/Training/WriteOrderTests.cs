namespace Angioboard.Jobs.Tests.Training;

/// <summary>
/// What a power cut leaves depends on the order in which a run writes, flushes and renames. A trace of the run's system calls shows that
/// order.
/// </summary>
public sealed class WriteOrderTests(SharedStudy study) : IDisposable
{
    private static readonly string[] Once = ["settings.json", "split.json", "train.meta.json", "predictions.json", "evaluation.json"];

    private readonly TemporaryFolder folder = new();
    private SystemCall[] calls = [];
    private string run = "";

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_is_renamed_after_its_flush_and_the_old_best_is_removed_after_the_new_name_is_on_the_disk()
    {
        await TraceAsync("--epochs", "6", "--lr", "1e-2", "--checkpoint-minutes", "1e-6");

        SystemCall[] renames =
            [.. calls.Where(call => call.Renames && call.Worked && In(call.Paths[1])
                && call.Paths[0].EndsWith(".tmp", StringComparison.Ordinal))];
        string[] named = [.. renames.Select(rename => Path.GetFileName(rename.Paths[1]))];
        Assert.All(Once, name => Assert.Single(named, name));
        Assert.True(named.Count(name => name == "last.ckpt") > 6, "there were no checkpoints within an epoch");
        Assert.True(named.Count(IsBest) > 1, "only one epoch was the best");
        Assert.All(renames, IsDurable);

        string[] finals = [.. renames.Select(rename => rename.Paths[1]).Distinct()];
        Assert.DoesNotContain(calls, call => call.Name == "openat" && finals.Contains(call.Paths[0]) && Changes(call.Arguments));
        Assert.DoesNotContain(calls, call => call.Writes && finals.Contains(call.Open));
        Assert.DoesNotContain(calls, call => call.Name.StartsWith("link", StringComparison.Ordinal) && call.Worked
            && finals.Contains(call.Paths[1]));

        SystemCall[] removed = [.. calls.Where(call => call.Removes && call.Worked && IsBest(Path.GetFileName(call.Paths[0])))];
        Assert.Equal(named.Count(IsBest) - 1, removed.Length);
        Assert.All(removed, removal => IsReplaced(removal, renames));
    }

    [Fact]
    public async Task The_log_of_an_epoch_is_on_the_disk_before_its_checkpoint()
    {
        await TraceAsync("--epochs", "3");

        string log = Path.Combine(run, "metrics.jsonl");
        SystemCall[] checkpoints =
            [.. calls.Where(call => call.Renames && call.Worked && call.Paths[1].EndsWith(".ckpt", StringComparison.Ordinal))];
        Assert.True(checkpoints.Length > 3);
        Assert.All(checkpoints, rename =>
        {
            SystemCall told =
                calls.Last(call => call.Writes && call.Open == log && call.Thread == rename.Thread && call.End < rename.Begin);
            Assert.Contains(calls, call => call.Flushes && call.Worked && call.Open == log && call.Begin > told.End
                && call.End < rename.Begin);
        });
        SystemCall last = calls.Last(call => call.Writes && call.Open == log);
        Assert.Contains(calls, call => call.Flushes && call.Worked && call.Open == log && call.Begin > last.End);
    }

    private void IsDurable(SystemCall rename)
    {
        (string half, string name) = (rename.Paths[0], rename.Paths[1]);
        SystemCall made = calls.Last(call => call.Name == "openat" && call.Paths[0] == half && call.End < rename.Begin);
        SystemCall[] writes = [.. calls.Where(call => call.Writes && call.Open == half && call.Begin > made.End)];
        Assert.NotEmpty(writes);
        SystemCall flush = calls.LastOrDefault(call => call.Flushes && call.Worked && call.Open == half && call.Begin > made.End
            && call.End < rename.Begin)
            ?? throw new InvalidOperationException($"{name} got its name without being flushed");
        // The next file may have the same temporary name.
        SystemCall? again = calls.FirstOrDefault(call => call.Name == "openat" && call.Paths[0] == half && call.Begin > rename.End);
        Assert.All(writes.Where(write => again is null || write.Begin < again.Begin),
            write => Assert.True(write.End < flush.Begin, $"{name} was written to after it was flushed"));

        SystemCall names = NamesFlushed(rename);
        Assert.DoesNotContain(calls, call => (call.Renames || call.Removes) && call.Worked && call.Paths.Any(In) && call.Begin > rename.End
            && call.Begin < names.Begin);
    }

    private SystemCall NamesFlushed(SystemCall rename) =>
        calls.FirstOrDefault(call => call.Flushes && call.Worked && call.Open == run && call.Begin > rename.End)
        ?? throw new InvalidOperationException($"the folder was not flushed after {rename.Paths[1]} got its name");

    private void IsReplaced(SystemCall removal, SystemCall[] renames)
    {
        string old = removal.Paths[0];
        SystemCall made = renames.Last(rename => rename.Paths[1] == old && rename.End < removal.Begin);
        SystemCall better =
            renames.First(rename => IsBest(Path.GetFileName(rename.Paths[1])) && rename.Paths[1] != old && rename.Begin > made.End);
        SystemCall last =
            renames.First(rename => Path.GetFileName(rename.Paths[1]) == "last.ckpt" && rename.Begin > NamesFlushed(better).End);
        Assert.True(NamesFlushed(last).End < removal.Begin,
            $"{old} went before {better.Paths[1]} and last.ckpt had their names on the disk");
    }

    private async Task TraceAsync(params string[] own)
    {
        const string strace = "/usr/bin/strace";
        Assert.True(File.Exists(strace), "this test needs strace: apt-get install strace");
        string trace = folder.File("trace");
        string[] options =
        [
            "-f", "-y", "-s", "0", "-o", trace, "-e",
            "trace=openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat",
            AngioboardProcess.Executable, "experiment", "--output", folder.File("results"), .. TinyModel.On(study.Options, own),
        ];
        using AngioboardProcess process = AngioboardProcess.Start([], options, strace);
        run = (await process.EndAsync()).Done().Result;
        calls = SystemCall.Read(trace);
    }

    private bool In(string path) => Path.GetDirectoryName(path) == run;

    private static bool IsBest(string name) =>
        name.StartsWith("best-", StringComparison.Ordinal) && name.EndsWith(".ckpt", StringComparison.Ordinal);

    private static bool Changes(string arguments) =>
        new[] { "O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC" }.Any(flag => arguments.Contains(flag, StringComparison.Ordinal));
}
