using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Native;
using Angioboard.Dashboard;

StandardStreams.Complete(results: false);
// With too few files the runtime fails wherever it loads its next library: nothing that needs one may come before.
if (OpenFiles.TooFew(OpenFiles.ForDashboard) is { } shortage)
{
    Console.Error.WriteLine($"angioboard: {shortage}");
    return 2;
}

if (args is ["--version"])
{
    Console.WriteLine(ProductVersion.Text);
    return 0;
}

NativeHeap.KeepTogether();
using ITimer giving = NativeHeap.GiveBackEachMinute(TimeProvider.System);
return await DashboardHost.RunAsync(args);
