using Angioboard.Core;
using Angioboard.Dashboard;

NativeHeap.KeepTogether();
using ITimer giving = NativeHeap.GiveBackEachMinute(TimeProvider.System);
return await DashboardHost.RunAsync(args);
