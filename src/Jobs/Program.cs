using Angioboard.Core.Formats;
using Angioboard.Jobs.CommandLine;

// With too few files the runtime fails wherever it loads its next library: nothing else may come before.
if (OpenFiles.TooFew(OpenFiles.ForCommand) is { } shortage)
{
    Console.Error.WriteLine($"error: {shortage}");
    return ExitCode.BadInput;
}
return await Cli.RunAsync(args);
