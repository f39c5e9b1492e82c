using Angioboard.Jobs.CommandLine;

return await Cli.RunAsync(args);
