using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Angioboard.Core.Tests;

/// <summary>
/// The system's Python, which has PyTorch, torchvision, numpy and PIL. Importing these takes seconds, so that scripts run in copies of a
/// process that has done so.
/// </summary>
internal static class Python
{
    private const string Server = """
        import json, os, sys, traceback
        import numpy, PIL.Image, torch, torchvision
        def run(job):
            for stream, path in (1, job["output"]), (2, job["errors"]):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), stream)
            os.chdir(job["folder"])
            sys.argv = ["-c", *job["arguments"]]
            try:
                # Classes of the script are looked up by name when they are pickled.
                exec(compile(job["script"], "<script>", "exec"), sys.modules["__main__"].__dict__)
                return 0
            except SystemExit as end:
                return end.code or 0
            except BaseException:
                traceback.print_exc()
                return 1
        for line in sys.stdin:
            child = os.fork()
            if child == 0:
                code = run(json.loads(line))
                sys.stdout.flush(), sys.stderr.flush()
                os._exit(code)
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        """;

    // They end with this process, which closes their input.
    private static readonly ConcurrentBag<Process> idle = [];

    /// <summary>Returns a script's output; a script that fails fails the test.</summary>
    public static string Run(string script, params string[] arguments) => RunIn(Environment.CurrentDirectory, script, arguments);

    /// <summary>The same, run in a folder.</summary>
    public static string RunIn(string folder, string script, params string[] arguments)
    {
        using TemporaryFolder answers = new();
        string output = answers.File("output"), errors = answers.File("errors");
        if (!idle.TryTake(out Process? python)) python = Start();
        python.StandardInput.WriteLine(JsonSerializer.Serialize(new { folder, script, arguments, output, errors }));
        python.StandardInput.Flush();
        string? code = python.StandardOutput.ReadLine();
        Assert.True(code is not null, "Python has ended");
        idle.Add(python);
        Assert.True(int.Parse(code, CultureInfo.InvariantCulture) == 0, File.ReadAllText(errors));
        return File.ReadAllText(output).Trim();
    }

    private static Process Start() => Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Server])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
