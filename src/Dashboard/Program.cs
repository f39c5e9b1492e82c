using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Native;
using Angioboard.Dashboard;

StandardStreams.Complete(results: false);
// With too few file descriptors the runtime fails at the next library it loads: nothing that needs one may run before this check.
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
