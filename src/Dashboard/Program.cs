using Angioboard.Core;
using Angioboard.Dashboard;

NativeHeap.KeepTogether();
return await DashboardHost.RunAsync(args);
