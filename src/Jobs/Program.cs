using Angioboard.Core.Files;
using Angioboard.Core.Native;
using Angioboard.Jobs.CommandLine;
using Angioboard.Jobs.Leases;

StandardStreams.Complete();
// With too few open files allowed, the runtime fails wherever it loads its next library. So nothing that needs one may run before this.
if (OpenFiles.TooFew(OpenFiles.ForCommand) is { } shortage)
{
    Console.Error.WriteLine($"error: {shortage}");
    return ExitCode.BadInput;
}
return await Cli.RunAsync(args);
