using System.CommandLine;
using Angioboard.Benchmarks.Measuring;
using Angioboard.Benchmarks.Plain;
using Angioboard.Core;

if (args is [PlainPeer.Verb]) return PlainPeer.Serve();

Argument<string[]> names =
    new("names") { Description = $"What to measure: {string.Join(", ", Catalogue.Names)}", Arity = ArgumentArity.OneOrMore };
Option<int> repeats = new("--repeats") { Description = "How often each side is timed", DefaultValueFactory = _ => 5 };
Option<int> threads = new("--threads") { Description = "Threads of each side in training", DefaultValueFactory = _ => 2 };
Option<string> python = new("--python") { Description = "The peer's Python", DefaultValueFactory = _ => "/usr/bin/python3" };
Option<string?> json = new("--json") { Description = "File that receives the JSON too" };
RootCommand root =
    new("Measures Angioboard against the same pipeline in PyTorch, both in turn in one run.")
    {
        names, repeats, threads, python, json,
    };
root.SetAction(parsed =>
{
    using TemporaryFolder scratch = new();
    BenchmarkOptions options = new(parsed.GetValue(repeats), parsed.GetValue(threads), parsed.GetValue(python)!, scratch.Path);
    try
    {
        IReadOnlyList<IBenchmark> chosen = Catalogue.Choose(parsed.GetValue(names)!);
        Report report = Report.Begin(options);
        foreach (IBenchmark benchmark in chosen)
        {
            foreach (Figure figure in benchmark.Run(options, report.Peer)) report.Add(figure);
        }
        report.Print(Console.Out, parsed.GetValue(json));
        return 0;
    }
    catch (InputException e)
    {
        foreach (string problem in e.Problems) Console.Error.WriteLine($"error: {problem}");
        return 2;
    }
});
return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
