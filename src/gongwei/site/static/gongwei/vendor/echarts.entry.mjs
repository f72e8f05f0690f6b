export * from 'echarts/core.js';
import {use} from 'echarts/core.js';
import {BarChart, LineChart, MapChart, ScatterChart} from 'echarts/charts.js';
import {AriaComponent, DataZoomInsideComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent,
  TitleComponent, TooltipComponent, VisualMapPiecewiseComponent} from 'echarts/components.js';
import {LabelLayout} from 'echarts/features.js';
import {CanvasRenderer} from 'echarts/renderers.js';
use([BarChart, LineChart, MapChart, ScatterChart, AriaComponent, DataZoomInsideComponent, GridComponent, LegendComponent,
  MarkAreaComponent, MarkLineComponent, TitleComponent, TooltipComponent, VisualMapPiecewiseComponent, LabelLayout, CanvasRenderer]);
